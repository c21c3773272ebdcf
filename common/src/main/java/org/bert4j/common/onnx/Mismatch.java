package org.bert4j.common.onnx;

/** A part of a graph is not what it would have to be; says what was found instead. */
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Mismatch(String message) {
    super(message, null, false, false);
  }
}
