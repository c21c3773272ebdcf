package org.bert4j.pretrain.data;

import java.util.Arrays;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.random.RandomStream;

/**
 * Chooses the tokens of a sequence that are to be predicted and hides them, as google-research/bert
 * does: of S tokens, {@code max(1, round(S · masked_lm_prob))} are chosen, special tokens never; 80
 * % of them become [MASK], 10 % stay, 10 % become a random token. For whole words, words are drawn
 * instead of tokens, and a word that would exceed the number is passed over; if every word would,
 * one is masked nevertheless.
 *
 * <p>Two differences. [UNK] counts as special: predicting it teaches nothing. And the random token
 * is drawn from the vocabulary without its special tokens, because a stray [SEP] or [PAD] would not
 * be noise in the text but a false structure; Google's script draws from all ids.
 *
 * <p>Not thread-safe: it keeps scratch memory.
 */
public final class MaskedLanguageModeling {
  private static final double MASK = 0.8;
  private static final double KEEP = 0.1;

  private final MaskingVocabulary pieces;
  private final double probability;
  private final boolean wholeWords;

  /** Start of each word that can be masked, and the end behind its last piece. */
  private int[] wordStarts = new int[0];

  private int[] wordEnds = new int[0];
  private int words;
  private int[] chosen = new int[0];
  private int chosenCount;

  /**
   * Prepares masking.
   *
   * @param pieces the vocabulary
   * @param probability share of the tokens to choose, above 0 and at most 1
   * @param wholeWords whether the pieces of a word are chosen together
   */
  public MaskedLanguageModeling(MaskingVocabulary pieces, double probability, boolean wholeWords) {
    this.pieces = pieces;
    this.probability = probability;
    this.wholeWords = wholeWords;
  }

  /**
   * Masks a sequence of a batch and records what stood there, in order of position.
   *
   * @param batch the batch, its sequence not masked yet
   * @param sequence 0 … B − 1
   * @param random where the draws come from
   */
  public void mask(PretrainingBatch batch, int sequence, RandomStream random) {
    TokenBatch tokens = batch.sequences();
    int start = tokens.start(sequence);
    int length = tokens.length(sequence);
    reserve(length);
    findWords(tokens, start, start + length);
    choose((int) Math.max(1, Math.rint(length * probability)), random);
    Arrays.sort(chosen, 0, chosenCount);
    for (int i = 0; i < chosenCount; i++) {
      int id = tokens.inputId(chosen[i]);
      batch.addMasked(chosen[i], id);
      tokens.setInputId(chosen[i], replacement(id, random));
    }
  }

  private void reserve(int length) {
    if (wordStarts.length < length) {
      wordStarts = new int[length];
      wordEnds = new int[length];
      chosen = new int[length];
    }
  }

  /** A word begins at a piece that does not continue one, or behind a special token. */
  private void findWords(TokenBatch tokens, int from, int to) {
    words = 0;
    boolean inside = false;
    for (int position = from; position < to; position++) {
      int id = tokens.inputId(position);
      if (pieces.isSpecial(id)) {
        inside = false;
      } else if (wholeWords && inside && pieces.isContinuation(id)) {
        wordEnds[words - 1] = position + 1;
      } else {
        wordStarts[words] = position;
        wordEnds[words++] = position + 1;
        inside = true;
      }
    }
  }

  /** Draws words without replacement until the number of tokens is reached. */
  private void choose(int target, RandomStream random) {
    chosenCount = 0;
    for (int i = 0; i < words && chosenCount < target; i++) {
      swapWords(i, i + random.nextInt(words - i));
      if (chosenCount + wordEnds[i] - wordStarts[i] <= target) {
        take(i);
      }
    }
    if (chosenCount == 0 && words > 0) {
      take(0);
    }
  }

  private void take(int word) {
    for (int position = wordStarts[word]; position < wordEnds[word]; position++) {
      chosen[chosenCount++] = position;
    }
  }

  private void swapWords(int i, int j) {
    int start = wordStarts[i];
    int end = wordEnds[i];
    wordStarts[i] = wordStarts[j];
    wordEnds[i] = wordEnds[j];
    wordStarts[j] = start;
    wordEnds[j] = end;
  }

  private int replacement(int id, RandomStream random) {
    double draw = random.nextDouble();
    if (draw < MASK) {
      return pieces.maskId();
    }
    return draw < MASK + KEEP ? id : pieces.ordinaryId(random.nextInt(pieces.ordinaryIds()));
  }
}
