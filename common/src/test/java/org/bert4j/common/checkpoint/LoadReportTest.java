package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  private static final Path CHECKPOINT = Path.of("models", "bert");

  @Test
  void saysNothingWhereEverythingMatches() {
    assertEquals(List.of(), new LoadReport(List.of(), List.of()).texts(CHECKPOINT));
  }

  @Test
  void namesWhatDoesNotMatchInOneLineEach() {
    assertEquals(
        List.of(
            CHECKPOINT
                + " lacks classifier.weight, classifier.bias, which begin with random values",
            CHECKPOINT + " has cls.predictions.bias, which this model does not use"),
        new LoadReport(
                List.of("classifier.weight", "classifier.bias"), List.of("cls.predictions.bias"))
            .texts(CHECKPOINT));
    assertEquals(
        List.of(CHECKPOINT + " lacks x?y, which begins with random values"),
        new LoadReport(List.of("x\ny"), List.of()).texts(CHECKPOINT));
  }

  @Test
  void shortensLongLists() {
    List<String> names = IntStream.range(0, 9).mapToObj(i -> "t" + i).toList();
    assertEquals(
        List.of(
            CHECKPOINT
                + " has t0, t1, t2, t3, t4, t5, t6, t7 and 1 more, which this model does not use"),
        new LoadReport(List.of(), names).texts(CHECKPOINT));
    assertEquals(
        List.of(CHECKPOINT + " has t0, t1, t2, t3, t4, t5, t6, t7, which this model does not use"),
        new LoadReport(List.of(), names.subList(0, 8)).texts(CHECKPOINT));
  }
}
