package org.bert4j.finetune.embed;

/** Arithmetic of single vectors. */
final class Vectors {
  private Vectors() {}

  /**
   * Cosine of the angle between two vectors.
   *
   * @param a {@code [H]}
   * @param b {@code [H]}
   * @return −1 to 1, 0 where one of them has no length
   */
  static double cosine(float[] a, float[] b) {
    double product = dot(a, b);
    double lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
    return lengths == 0 ? 0 : Math.max(-1, Math.min(1, product / lengths));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Gives a vector length 1, unless it has none. */
  static float[] normalized(float[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    if (length > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] / length);
      }
    }
    return vector;
  }
}
