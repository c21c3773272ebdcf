package org.bert4j.finetune.qa.features;

import java.util.Arrays;
import java.util.List;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * A question with the windows of its context.
 *
 * @param query the question's word pieces, at most {@code max_query_length}
 * @param context the context's word pieces, shared by all questions about it
 * @param windows the windows, in order
 */
public record QuestionFeatures(int[] query, ContextTokens context, List<Window> windows) {

  /**
   * Cuts a question and its context into sequences.
   *
   * @param query the question's word pieces, as many as it has
   * @param context the context's word pieces
   * @param config lengths
   * @return the features
   * @throws IllegalArgumentException if nothing of the context fits beside the question
   */
  public static QuestionFeatures of(int[] query, ContextTokens context, WindowConfig config) {
    int[] kept =
        query.length <= config.maxQueryLength()
            ? query
            : Arrays.copyOf(query, config.maxQueryLength());
    int room = config.room(kept.length);
    return new QuestionFeatures(
        kept, context, Window.cover(context.length(), room, config.docStride()));
  }

  /**
   * The length S of a window's sequence.
   *
   * @param window one of the windows
   * @return its number of tokens, special ones included
   */
  public int length(Window window) {
    return window.length() + contextStart() + 1;
  }

  /**
   * The position of a window's first word piece in its sequence.
   *
   * @return the tokens before it: [CLS], the question and [SEP]
   */
  public int contextStart() {
    return query.length + 2;
  }

  /**
   * A window as a model reads it.
   *
   * @param window one of the windows
   * @param tokenizer tells the ids of [CLS] and [SEP]
   * @return {@code [CLS] question [SEP] window [SEP]}, {@code [S]}
   */
  public int[] inputIds(Window window, BertTokenizer tokenizer) {
    int[] ids = new int[length(window)];
    ids[0] = tokenizer.clsId();
    System.arraycopy(query, 0, ids, 1, query.length);
    ids[contextStart() - 1] = tokenizer.sepId();
    System.arraycopy(context.ids(), window.start(), ids, contextStart(), window.length());
    ids[ids.length - 1] = tokenizer.sepId();
    return ids;
  }

  /**
   * The segments of a window's sequence.
   *
   * @param window one of the windows
   * @return 0 for [CLS], the question and its [SEP], 1 for the rest, {@code [S]}
   */
  public int[] tokenTypeIds(Window window) {
    int[] types = new int[length(window)];
    Arrays.fill(types, contextStart(), types.length, 1);
    return types;
  }

  /**
   * Where an answer stands in a window's sequence.
   *
   * @param window one of the windows
   * @param answer the answer's pieces in the context, null for no answer
   * @return positions of its first and last piece; 0 and 0, [CLS], unless the window holds all of
   *     them
   */
  public int[] answerPositions(Window window, Window answer) {
    if (answer == null || !window.contains(answer.start()) || !window.contains(answer.end() - 1)) {
      return new int[2];
    }
    int start = contextStart() + answer.start() - window.start();
    return new int[] {start, start + answer.length() - 1};
  }
}
