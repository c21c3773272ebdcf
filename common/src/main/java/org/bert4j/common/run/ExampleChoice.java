package org.bert4j.common.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The predictions that are kept for people to look at: of many, in their order, the first that are
 * right and the first that are wrong, so that errors are seen however rare they are.
 */
public final class ExampleChoice {
  /** Of either kind, and twice as many where there is no right and wrong. */
  private static final int EACH = 6;

  private final List<ExamplePrediction> right = new ArrayList<>();
  private final List<ExamplePrediction> wrong = new ArrayList<>();
  private final List<ExamplePrediction> neither = new ArrayList<>();

  /** Begins with none. */
  public ExampleChoice() {}

  /**
   * Takes a prediction if there is room for one of its kind.
   *
   * @param isRight whether it is right, null where there is no right and wrong
   * @param example makes it
   */
  public void add(Boolean isRight, Supplier<ExamplePrediction> example) {
    List<ExamplePrediction> same = isRight == null ? neither : isRight ? right : wrong;
    if (same.size() < (isRight == null ? 2 * EACH : EACH)) {
      same.add(example.get());
    }
  }

  /**
   * What was taken.
   *
   * @return the wrong ones, the right ones, the others
   */
  public List<ExamplePrediction> examples() {
    return Stream.of(wrong, right, neither).flatMap(List::stream).toList();
  }
}
