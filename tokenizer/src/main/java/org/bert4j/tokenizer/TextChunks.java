package org.bert4j.tokenizer;

/**
 * Cuts a text where BERT's normalizer and pre-tokenizer certainly end a word, before either has
 * run: at ASCII white space and around ASCII punctuation and Chinese characters. Both work on
 * characters alone and nothing they do reaches over such a place, so the pieces of a text are the
 * pieces of its chunks, one after another. A corpus consists of few distinct chunks, and each needs
 * the native library once.
 */
public final class TextChunks {

  /** Takes the chunk from {@code start} to {@code end}, exclusive. */
  @FunctionalInterface
  public interface Consumer {
    /**
     * Takes a chunk.
     *
     * @param text the text it is in
     * @param start its first character
     * @param end the character after its last
     */
    void accept(String text, int start, int end);
  }

  private static final byte INSIDE = 0;
  private static final byte SPACE = 1;
  private static final byte ALONE = 2;

  /** What an ASCII character is. */
  private static final byte[] ASCII = new byte[0x80];

  static {
    for (char c = '!'; c <= '~'; c++) {
      ASCII[c] = Character.isLetterOrDigit(c) ? INSIDE : ALONE;
    }
    for (char c : new char[] {' ', '\t', '\n', '\r'}) {
      ASCII[c] = SPACE;
    }
  }

  private TextChunks() {}

  /**
   * Passes on the chunks of a text in order, none of them empty.
   *
   * @param text the text
   * @param splitChinese whether every Chinese character is a word
   * @param consumer hears every chunk
   */
  public static void forEach(String text, boolean splitChinese, Consumer consumer) {
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      byte kind = c < ASCII.length ? ASCII[c] : splitChinese && isChinese(c) ? ALONE : INSIDE;
      if (kind == INSIDE) {
        continue;
      }
      if (start < i) {
        consumer.accept(text, start, i);
      }
      if (kind == ALONE) {
        consumer.accept(text, i, i + 1);
      }
      start = i + 1;
    }
    if (start < text.length()) {
      consumer.accept(text, start, text.length());
    }
  }

  /** Whether a chunk is certainly one word, whatever the normalizer makes of its characters. */
  static boolean isOneWord(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        return end - start == 1 && isChinese(c);
      }
    }
    return true;
  }

  /** BERT's Chinese characters below U+10000; the rarer ones are left to the library. */
  private static boolean isChinese(char c) {
    return c >= '\u4E00' && c <= '\u9FFF'
        || c >= '\u3400' && c <= '\u4DBF'
        || c >= '\uF900' && c <= '\uFAFF';
  }
}
