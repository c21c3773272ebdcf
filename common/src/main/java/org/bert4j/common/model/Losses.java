package org.bert4j.common.model;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.batch.Batch;

/**
 * Sums over one or more batches, from which losses and accuracies follow.
 *
 * @param sequences sequences seen
 * @param tokens tokens seen
 * @param all the losses of the model, none of no batch
 */
public record Losses(long sequences, long tokens, List<Loss> all) {
  /** Nothing seen. */
  public static final Losses NONE = new Losses(0, 0, List.of());

  /** The losses of one batch. */
  static Losses of(Batch<?> batch, List<Loss> losses) {
    return new Losses(batch.sequences().sequences(), batch.tokens(), losses);
  }

  /**
   * Adds the sums of other batches.
   *
   * @param other their sums
   * @return the sums over all
   */
  public Losses plus(Losses other) {
    if (all.isEmpty() || other.all.isEmpty()) {
      return all.isEmpty() ? other : this;
    }
    List<Loss> sums = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      sums.add(all.get(i).plus(other.all.get(i)));
    }
    return new Losses(sequences + other.sequences, tokens + other.tokens, sums);
  }

  /**
   * What training minimizes: the weighted sum of the losses.
   *
   * @return nats
   */
  public double loss() {
    return all.stream().mapToDouble(each -> each.weight() * each.mean()).sum();
  }

  /**
   * One of the losses.
   *
   * @param name its name
   * @return the loss
   * @throws IllegalArgumentException if the model has none of this name
   */
  public Loss of(String name) {
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no loss " + name + " in " + all));
  }
}
