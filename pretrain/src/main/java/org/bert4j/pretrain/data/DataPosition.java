package org.bert4j.pretrain.data;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;

/**
 * A place in the endless sequence of training instances, to go on from. Instances are shuffled in
 * blocks, so it is a block of an epoch and an offset into it.
 *
 * @param epoch pass over the documents, from 0
 * @param firstDocument first document of the block, counted in the epoch's order from 0
 * @param firstInstance number of the block's first instance within the epoch, from 0
 * @param offset instances of the block that have been used, at least 0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DataPosition(long epoch, int firstDocument, long firstInstance, int offset) {
  /** Before the first instance. */
  public static final DataPosition START = new DataPosition(0, 0, 0, 0);

  /**
   * Checks the ranges. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is negative
   */
  public DataPosition {
    if (epoch < 0 || firstDocument < 0 || firstInstance < 0 || offset < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "data position: epoch %d, first_document %d, first_instance %d, offset %d: none can"
                  + " be negative",
              epoch,
              firstDocument,
              firstInstance,
              offset));
    }
  }
}
