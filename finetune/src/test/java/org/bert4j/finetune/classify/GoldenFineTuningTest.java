package org.bert4j.finetune.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.model.ProblemType;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.FineTuningRuntime;
import org.bert4j.finetune.text.LongTexts;
import org.bert4j.finetune.text.TextReaderOptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A whole run, step by step, beside what HuggingFace's model and PyTorch's AdamW do with the
 * Trainer's settings from the same checkpoint; {@code golden/training/make.py} made it.
 */
class GoldenFineTuningTest {
  private static final double TOLERANCE = 2e-5;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "REGRESSION, 1",
    "REGRESSION, 2",
    "SINGLE_LABEL_CLASSIFICATION, 1",
    "SINGLE_LABEL_CLASSIFICATION, 3"
  })
  void everyStepIsHuggingFaces(ProblemType problem, int threads) throws Exception {
    Path golden =
        Path.of(
            GoldenFineTuningTest.class
                .getResource("/golden/training/" + problem.jsonName())
                .toURI());
    JsonNode steps = JsonFile.readArray(golden.resolve("steps.json"));
    List<Path> texts = List.of(golden.resolve("texts.jsonl"));
    ClassifyData data =
        new ClassifyData(
            texts,
            texts,
            List.of(),
            TextReaderOptions.DEFAULT,
            new ClassifyData.Learning(problem, false, LongTexts.HEAD, null));
    FineTuningConfig<ClassifyData> config =
        new FineTuningConfig<>(
            ModelConfig.existing(golden),
            null,
            data,
            new FineTuningHyperparameters(
                steps.size(), 12, 1, 2e-3, 0.1, 0.01, 32, 1, 0, Curve.LINEAR),
            new FineTuningRuntime(
                directory.resolve("run"), false, Precision.FP32, threads, 1, null));
    ClassifyTraining.run(config, FineTuningListener.NONE).orElseThrow();
    List<String> lines = Files.readAllLines(directory.resolve("run/metrics.jsonl"));
    assertEquals(steps.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      JsonNode ours = JsonFile.parseObject(lines.get(i), "metrics.jsonl");
      for (String name : List.of("loss", "gradient_norm")) {
        double expected = steps.path(i).path(name).asDouble();
        String what = name + " of step " + (i + 1);
        assertEquals(expected, ours.path(name).asDouble(), TOLERANCE * Math.max(1, expected), what);
      }
    }
  }
}
