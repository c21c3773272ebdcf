package org.bert4j.tokenizer;

import java.util.function.Consumer;

/**
 * Cuts a text where BERT's normalizer and pre-tokenizer certainly end a word, before either has
 * run: at ASCII white space and around Chinese characters. Both work on characters alone and
 * nothing they do reaches over such a place, so the pieces of a text are the pieces of its chunks,
 * one after another. A corpus consists of few distinct chunks, and each needs the native library
 * once.
 */
final class TextChunks {

  private TextChunks() {}

  /** Passes on the chunks of a text in order, none of them empty. */
  static void forEach(String text, boolean splitChinese, Consumer<String> consumer) {
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean chinese = splitChinese && isChinese(c);
      if (!chinese && c != ' ' && c != '\n' && c != '\t' && c != '\r') {
        continue;
      }
      if (start < i) {
        consumer.accept(text.substring(start, i));
      }
      if (chinese) {
        consumer.accept(text.substring(i, i + 1));
      }
      start = i + 1;
    }
    if (start < text.length()) {
      consumer.accept(start == 0 ? text : text.substring(start));
    }
  }

  /** BERT's Chinese characters below U+10000; the rarer ones are left to the library. */
  private static boolean isChinese(char c) {
    return c >= '\u4E00' && c <= '\u9FFF'
        || c >= '\u3400' && c <= '\u4DBF'
        || c >= '\uF900' && c <= '\uFAFF';
  }
}
