package org.bert4j.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.model.BertConfig;
import org.bert4j.pretrain.HeldOutScores;
import org.bert4j.pretrain.PretrainingResult;
import org.bert4j.pretrain.PretrainingStart;
import org.bert4j.pretrain.StepMetrics;
import org.bert4j.pretrain.predict.MaskPrediction;
import org.bert4j.pretrain.predict.MaskedExample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleListenerTest {
  private final StringWriter out = new StringWriter();

  private String watch(int terminalWidth) {
    try (StopOnSignal signal = new StopOnSignal(new PrintWriter(out));
        ConsoleListener listener =
            new ConsoleListener(new PrintWriter(out), terminalWidth, signal)) {
      listener.preparing("reading x as prose");
      listener.started(
          new PretrainingStart(
              Path.of("run"), BertConfig.preset("tiny", 100), 1_234_567, 0, 0, 999, 9, 99, 1));
      listener.stepDone(50, 0.5);
      listener.stepLogged(
          new StepMetrics(
              50,
              1000,
              2,
              5.5,
              5,
              0.125,
              0.5,
              0.75,
              1e-4,
              1,
              12345,
              new HeldOutScores(4, 0.25, 0.25, 0.875)),
          0.5);
      listener.checkpointed(Path.of("run/checkpoint-50"));
      listener.finished(
          new PretrainingResult(4, 0.25, 0.25, 0.875, 6, 0.05, 100, 2000, 65, 31, null),
          List.of(new MaskedExample("a [MASK].", "cat", List.of(new MaskPrediction("dog", 0.5)))));
    }
    return out.toString();
  }

  @Test
  void anAccuracyOverNothingIsADash() {
    HeldOutScores nothing = new HeldOutScores(0, Double.NaN, 0.25, 0.875);
    try (StopOnSignal signal = new StopOnSignal(new PrintWriter(out));
        ConsoleListener listener = new ConsoleListener(new PrintWriter(out), 0, signal)) {
      listener.started(
          new PretrainingStart(
              Path.of("run"), BertConfig.preset("tiny", 100), 1, 0, 0, 9, 9, 9, 1));
      listener.stepLogged(
          new StepMetrics(50, 1000, 2, 0.5, 0, Double.NaN, 0.5, 0.75, 1e-4, 1, 12345, nothing),
          0.5);
    }
    String text = out.toString();
    assertTrue(text.contains("MLM loss 0.000 acc -  NSP acc 0.750"), text);
    assertTrue(text.contains("held-out: MLM loss 0.000 acc -  NSP acc 0.875"), text);
  }

  @ParameterizedTest
  @CsvSource({"5.09, false", "5.11, true", "6, true"})
  void aRunThatEndsOnThePlateauSaysSo(double mlmLoss, boolean said) {
    PretrainingResult result =
        new PretrainingResult(mlmLoss, 0.1, 0.25, 0.875, 6, 0.05, 100, 2000, 65, 31, null);
    new RunSummary(new PrintWriter(out, true), Path.of("run")).print(result, List.of());
    assertEquals(said, out.toString().contains("--initialization neighbours"), out::toString);
    assertTrue(out.toString().contains("checkpoint: run/checkpoint-100"), out::toString);
  }

  @Test
  void aLogHasALineForEverythingThatHappened() {
    String text = watch(0);
    assertTrue(text.startsWith("reading x as prose\nmodel: 1.2 M parameters"), text);
    assertTrue(text.contains("50%  MLM loss 5.000 acc 0.125  NSP acc 0.750  12,345"), text);
    assertTrue(text.contains("held-out: MLM loss 4.000 acc 0.250  NSP acc 0.875"), text);
    assertTrue(text.contains("trained 100 steps on 2,000 tokens in 1:05"), text);
    assertTrue(text.contains("a [MASK].\n  [MASK] = dog 0.50  (it was: cat)"), text);
    assertEquals(-1, text.indexOf('\r'));
  }

  @ParameterizedTest
  @CsvSource({"79, MLM loss", "119, tokens/s", "199, tokens/s", "40, ETA"})
  void aTerminalHasABarThatFits(int width, String shown) {
    String text = watch(width);
    String last = "";
    for (String line : text.split("[\r\n]+")) {
      if (line.startsWith("step ")) {
        last = line.replace("\u001b[K", "");
        assertTrue(last.length() <= width, last);
      }
    }
    assertTrue(last.contains("ETA 0:0") && last.contains(shown), last);
    assertFalse(last.matches(".*(MLM|NSP|accuracy|,)$"), "cut off: " + last);
    assertTrue(text.contains("held-out MLM: loss 4.000"), text);
  }
}
