package org.bert4j.pretrain.data;

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.bert4j.pretrain.store.TokenStore;

/**
 * Documents to train on and documents to evaluate on.
 *
 * @param training what the model learns from
 * @param heldOut what it never sees in training
 */
public record DataSplit(Documents training, Documents heldOut) {
  /** Next-sentence prediction draws from another document. */
  private static final int MIN_TRAINING_DOCUMENTS = 2;

  /** Documents that a corpus needs for one of them to be held out. */
  public static final int MIN_DOCUMENTS = MIN_TRAINING_DOCUMENTS + 1;

  private static final double HELD_OUT_SHARE = 0.02;
  private static final long MAX_HELD_OUT_TOKENS = 500_000;

  /**
   * Holds out whole documents, chosen by the seed: 2 % of the tokens, at least one document, at
   * most 500,000 tokens unless the shortest document has more. At least two remain to train on.
   *
   * @param store all documents
   * @param seed seed of the run
   * @return the split; both parts keep the order of the store
   * @throws IllegalArgumentException if there are fewer than three documents
   */
  public static DataSplit of(TokenStore store, long seed) {
    int documents = store.documents();
    if (documents < MIN_DOCUMENTS) {
      throw tooFew(documents);
    }
    BitSet heldOut = choose(store, seed);
    int[] held = heldOut.stream().toArray();
    int[] training = IntStream.range(0, documents).filter(i -> !heldOut.get(i)).toArray();
    return new DataSplit(new Documents(store, training), new Documents(store, held));
  }

  /**
   * The refusal of a corpus with fewer than {@link #MIN_DOCUMENTS}.
   *
   * @param documents how many it has
   * @return what to throw
   */
  public static IllegalArgumentException tooFew(int documents) {
    return new IllegalArgumentException(
        "the corpus has "
            + (documents == 1 ? "one document" : documents + " documents")
            + ", too few to hold one out; mark boundaries between documents with blank lines"
            + " (--format sentences) or headings (paragraphs, prose), or name --validation files");
  }

  /**
   * Takes documents in random order until there are enough tokens, passing over those that would
   * double the share; if these were all there is, the shortest of them makes up for it.
   */
  private static BitSet choose(TokenStore store, long seed) {
    long target =
        Math.min(Math.round(HELD_OUT_SHARE * store.manifest().tokens()), MAX_HELD_OUT_TOKENS);
    long limit = Math.min(2 * target, MAX_HELD_OUT_TOKENS);
    int most = store.documents() - MIN_TRAINING_DOCUMENTS;
    int[] order = IntStream.range(0, store.documents()).toArray();
    RandomStream.of(seed, 0, 0, Purpose.HOLD_OUT).shuffle(order, 0, order.length);
    BitSet chosen = new BitSet();
    int count = 0; // asking the set would take time that grows with the store
    long tokens = 0;
    for (int i = 0; i < order.length && tokens < target && count < most; i++) {
      if (tokens + store.tokens(order[i]) <= limit) {
        chosen.set(order[i]);
        count++;
        tokens += store.tokens(order[i]);
      }
    }
    if (tokens < target / 2 && count < most || chosen.isEmpty()) {
      int shortest = shortest(store, chosen);
      if (chosen.isEmpty() || tokens + store.tokens(shortest) <= MAX_HELD_OUT_TOKENS) {
        chosen.set(shortest);
      }
    }
    return chosen;
  }

  private static int shortest(TokenStore store, BitSet except) {
    return IntStream.range(0, store.documents())
        .filter(i -> !except.get(i))
        .boxed()
        .min(Comparator.comparingInt(store::tokens))
        .orElseThrow();
  }
}
