package org.bert4j.common.checkpoint;

/**
 * What no checkpoint of a BERT comes near, so that reading what a file says of its tensors takes
 * neither long nor much memory.
 */
final class TensorLimits {
  /** Most tensors of a file; a large BERT has 400, and twice as many for its optimizer. */
  static final int MAX_TENSORS = 1 << 14;

  /** Most sizes in a shape, as in PyTorch. */
  static final int MAX_DIMENSIONS = 64;

  private TensorLimits() {}
}
