package org.bert4j.common.inference;

/** Refuses what a model computes with weights that are finite, but too large for its arithmetic. */
public final class FiniteOutput {
  private FiniteOutput() {}

  /**
   * Checks what is to be given to a user.
   *
   * @param values logits or hidden states
   * @return the same
   * @throws IllegalArgumentException if one is NaN or infinite
   */
  public static float[] of(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "the model computes "
                + value
                + ", expected finite numbers: its weights are too large; use another checkpoint");
      }
    }
    return values;
  }
}
