package org.bert4j.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.bert4j.common.model.BertConfig;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.FineTuningMetrics;
import org.bert4j.finetune.FineTuningStart;
import org.junit.jupiter.api.Test;

class FineTuningConsoleTest {
  private final StringWriter out = new StringWriter();

  private String watch(int terminalWidth) {
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    try (StopOnSignal signal = new StopOnSignal(new PrintWriter(out));
        FineTuningConsole listener =
            new FineTuningConsole(new PrintWriter(out), terminalWidth, signal)) {
      listener.preparing("reading x as CoNLL");
      listener.started(
          new FineTuningStart(
              Path.of("run"), BertConfig.preset("tiny", 100), 1_234_567, 9, 999, 100, 0));
      listener.stepDone(50, 0.5);
      listener.evaluated(1, new Evaluation(0.9, "f1 0.900", figures), true);
      listener.stepLogged(new FineTuningMetrics(50, 1, 1000, 2, 5.5, 1e-4, 1, 12345, figures), 0.5);
      listener.checkpointed(Path.of("run/checkpoint-50"));
      listener.tested(new Evaluation(0.8, "f1 0.800", figures));
      listener.finished(
          figures
              .deepCopy()
              .put("steps", 100)
              .put("tokens", 2000)
              .put("seconds", 65)
              .put("tokens_per_second", 31)
              .put("best_epoch", 1)
              .put("epochs", 2));
    }
    return out.toString();
  }

  @Test
  void aLogHasALineForEverythingThatHappened() {
    String text = watch(0);
    assertTrue(text.startsWith("reading x as CoNLL\nmodel: 1.2 M parameters"), text);
    assertTrue(text.contains("data: 9 training windows of 999 tokens"), text);
    assertTrue(text.contains("epoch 1  validation: f1 0.900  (best so far)"), text);
    assertTrue(text.contains("step 50  50%  epoch 1  loss 5.500  12,345 tokens/s"), text);
    assertTrue(text.contains("checkpoint: run/checkpoint-50"), text);
    assertTrue(text.contains("in 1:05, 31 tokens/s; epoch 1 of 2 was the best\ntest: f1"), text);
    assertEquals(-1, text.indexOf('\r'));
  }

  @Test
  void aTerminalHasABarAndLinesAboveIt() {
    String text = watch(80);
    assertTrue(text.contains("epoch 1  validation: f1 0.900  (best so far)\u001b[K\n"), text);
    assertTrue(text.contains("\rstep "), text);
  }
}
