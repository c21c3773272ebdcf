package org.bert4j.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.bert4j.common.dl4j.TrainedModel;
import org.bert4j.pretrain.dl4j.PretrainingListeners;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.deeplearning4j.optimize.listeners.PerformanceListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.optimize.listeners.SleepyTrainingListener;
import org.deeplearning4j.optimize.listeners.TimeIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deeplearning4j's listeners on a real run. */
class PretrainingListenersTest {
  private static final int STEPS = 6;

  @TempDir Path directory;

  /** Compares what the model says with itself and with what it is trained on. */
  private static final class Inspector extends BaseTrainingListener {
    private final List<Double> scores = new ArrayList<>();
    private final List<Integer> iterations = new ArrayList<>();
    private int begins;
    private int ends;

    @Override
    public void onEpochStart(Model model) {
      begins++;
      assertTrue(model.numParams() > 0);
      assertThrows(IllegalStateException.class, model::score);
    }

    @Override
    public void onEpochEnd(Model model) {
      ends++;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      assertEquals(0, epoch);
      scores.add(model.score());
      iterations.add(iteration);
      assertEquals(4 * 2, model.batchSize()); // two micro-batches of four
      assertEquals(8, model.input().size(0));
      assertEquals(2, model.input().getInt(0, 0)); // [CLS]
      long elements = model.paramTable().values().stream().mapToLong(each -> each.length()).sum();
      assertEquals(model.numParams(), elements);
      assertEquals(model.numParams(), model.params().length());
      double norm = 0;
      for (var each : model.gradient().gradientForVariable().values()) {
        norm += Math.pow(each.norm2Number().doubleValue(), 2);
      }
      TrainedModel trained = (TrainedModel) model;
      assertEquals(trained.gradientNorm(), Math.sqrt(norm), 1e-3 * Math.sqrt(norm));
      assertTrue(trained.learningRate() > 0 || iteration == 0);
      String refused = assertThrows(UnsupportedOperationException.class, model::conf).getMessage();
      assertTrue(refused.contains("CheckpointListener cannot write them"), refused);
      assertThrows(UnsupportedOperationException.class, () -> model.setParams(model.params()));
    }
  }

  @Test
  void everyListenerThatNeedsNoNetworkHearsTheRun() throws IOException {
    SmallRun small = SmallRun.in(directory);
    Path output = directory.resolve("run");
    Inspector inspector = new Inspector();
    CollectScoresIterationListener byIteration = new CollectScoresIterationListener();
    CollectScoresListener collected = new CollectScoresListener(1);
    TrainingListener[] listeners = {
      inspector,
      byIteration,
      collected,
      new ScoreIterationListener(1),
      new PerformanceListener.Builder().reportETL(false).setFrequency(1).reportScore(true).build(),
      new TimeIterationListener(STEPS),
      SleepyTrainingListener.builder().timerIteration(1).build(),
    };
    Pretraining.run(small.config(output, STEPS), new PretrainingListeners(listeners));
    assertEquals(List.of(0, 1, 2, 3, 4, 5), inspector.iterations);
    assertEquals(1, inspector.begins);
    assertEquals(1, inspector.ends);
    assertEquals(
        inspector.scores,
        DoubleStream.of(byIteration.getScoreVsIter().getEffectiveScores()).boxed().toList());
    assertEquals(STEPS, collected.getListScore().size());
    assertEquals(
        logged(output), inspector.scores.stream().mapToDouble(each -> each).sum() / STEPS, 1e-3);
  }

  /** The mean loss of all steps; the log weighs steps by their masked positions. */
  private static double logged(Path output) throws IOException {
    double sum = 0;
    long before = 0;
    for (String line : Files.readAllLines(output.resolve("metrics.jsonl"))) {
      JsonNode metrics = new ObjectMapper().readTree(line);
      long steps = metrics.path("step").asLong() - before;
      before += steps;
      sum += steps * metrics.path("loss").asDouble();
    }
    return sum / before;
  }

  @Test
  void whatNeedsANetworkSaysSo() throws IOException {
    SmallRun small = SmallRun.in(directory);
    CheckpointListener checkpoints =
        new CheckpointListener.Builder(Files.createDirectory(directory.resolve("zips")).toFile())
            .saveEveryNIterations(1)
            .build();
    PretrainingListeners listeners = new PretrainingListeners(checkpoints);
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () -> Pretraining.run(small.config(directory.resolve("run"), 2), listeners));
    String cause = String.valueOf(thrown.getCause());
    assertTrue(cause.contains("CheckpointListener cannot write them"), cause);
  }
}
