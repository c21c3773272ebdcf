package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.bert4j.common.Closeness.relativeL2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.Predicate;
import org.bert4j.common.Golden;

/** Compares gradients with a reference's, at the tolerances of its README. */
final class GradientParity {
  private static final double ABSOLUTE = 1e-5;
  private static final double RELATIVE_L2 = 2e-5;

  private GradientParity() {}

  /** All gradients; of those that are rounding noise the relative error says nothing. */
  static void assertSame(
      Map<String, Golden.Tensor> expected, DataParallel<?, ?> model, Predicate<String> isNoise) {
    for (String name : model.parameters().named().keySet()) {
      float[] reference = expected.get(name).values();
      float[] actual = model.parameters().gradient(name);
      assertClose(name, reference, actual, ABSOLUTE);
      if (!isNoise.test(name)) {
        double relative = relativeL2(reference, actual);
        assertTrue(relative <= RELATIVE_L2, name + ": relative L2 " + relative);
      }
    }
    assertEquals(expected.size(), model.parameters().named().size());
  }
}
