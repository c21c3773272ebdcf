package org.bert4j.finetune.qa.features;

import java.util.Arrays;
import java.util.Optional;
import org.bert4j.finetune.qa.data.GoldAnswer;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.EncodeOptions;
import org.bert4j.tokenizer.Encoding;

/**
 * The word pieces of a text and where they stand in it. Special tokens in the text are characters
 * like any others.
 *
 * @param ids token ids
 * @param starts first Java {@code char} of each piece
 * @param ends Java {@code char} after the last one of each piece
 */
public record ContextTokens(int[] ids, int[] starts, int[] ends) {
  private static final EncodeOptions WHOLE = EncodeOptions.untruncated().withoutSpecialTokens();

  /**
   * Tokenizes a text.
   *
   * @param text the whole text
   * @param tokenizer the tokenizer
   * @return its word pieces, without [CLS] and [SEP]
   */
  public static ContextTokens of(String text, BertTokenizer tokenizer) {
    Encoding encoding = tokenizer.encode(text, null, WHOLE);
    int end = encoding.length() - 1;
    return new ContextTokens(
        Arrays.copyOfRange(encoding.ids(), 1, end),
        Arrays.copyOfRange(encoding.starts(), 1, end),
        Arrays.copyOfRange(encoding.ends(), 1, end));
  }

  /**
   * The number of word pieces.
   *
   * @return 0 if nothing of the text is left
   */
  public int length() {
    return ids.length;
  }

  /**
   * The pieces that hold an answer, also where it begins or ends within a piece.
   *
   * @param answer an answer that stands in the text
   * @return its pieces, or nothing if tokenization leaves nothing of it
   */
  public Optional<Window> pieces(GoldAnswer answer) {
    int first = 0;
    while (first < length() && ends[first] <= answer.start()) {
      first++;
    }
    int last = length() - 1;
    while (last >= first && starts[last] >= answer.end()) {
      last--;
    }
    return last < first ? Optional.empty() : Optional.of(new Window(first, last - first + 1));
  }
}
