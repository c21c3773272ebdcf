package org.bert4j.common.checkpoint;

import java.util.List;

/**
 * What did not match when a checkpoint was loaded.
 *
 * @param missing parameters that the checkpoint does not have, of heads or the pooler; they keep
 *     the values they had
 * @param unexpected tensors of the checkpoint that the model has no place for
 */
public record LoadReport(List<String> missing, List<String> unexpected) {
  /** Copies the lists. {@inheritDoc} */
  public LoadReport {
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
  }
}
