package org.bert4j.finetune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.finetune.SyntheticTask.Data;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;

/** Data, tokenizer and configurations of runs that take a second. */
record SmallRun(Path directory, Data data, Path model, Path tokenizer) {
  static final int LABELS = 3;
  static final int WINDOWS = 22;
  private static final int VOCABULARY = 40;

  static SmallRun in(Path directory) throws IOException {
    Random random = new Random(5);
    Path train = write(directory.resolve("train.txt"), random);
    Path validation = write(directory.resolve("validation.txt"), random);
    Path test = write(directory.resolve("test.txt"), random);
    Path model =
        Files.writeString(
            directory.resolve("small.json"),
            """
            {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
             "intermediate_size": 32, "max_position_embeddings": 32}
            """);
    Path tokenizer = directory.resolve("given");
    List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    IntStream.range(tokens.size(), VOCABULARY).forEach(i -> tokens.add("w" + i));
    try (BertTokenizer made = BertTokenizer.of(tokens, BertNormalization.cased())) {
      made.save(tokenizer);
    }
    return new SmallRun(directory, new Data(train, validation, test, LABELS), model, tokenizer);
  }

  private static Path write(Path file, Random random) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      int[] ids = random.ints(3 + random.nextInt(12), 5, VOCABULARY).toArray();
      lines.add(Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    }
    return Files.write(file, lines);
  }

  FineTuningConfig<Data> config(Path output, int epochs, int patience) {
    return new FineTuningConfig<>(
        ModelConfig.random(model.toString()),
        tokenizer,
        data,
        new FineTuningHyperparameters(epochs, 2, 2, 1e-2, 0.1, 0.01, 32, 7, patience, null),
        new FineTuningRuntime(output, false, Precision.FP32, 1, 2, null));
  }

  static <D> FineTuningConfig<D> resumed(FineTuningConfig<D> config) {
    return with(config, true, config.runtime().threads());
  }

  static <D> FineTuningConfig<D> keeping(FineTuningConfig<D> config, int checkpoints) {
    FineTuningRuntime runtime = config.runtime();
    return new FineTuningConfig<>(
        config.model(),
        config.tokenizer(),
        config.data(),
        config.training(),
        new FineTuningRuntime(
            runtime.output(),
            runtime.resume(),
            runtime.precision(),
            runtime.threads(),
            runtime.logEvery(),
            checkpoints));
  }

  static <D> FineTuningConfig<D> with(FineTuningConfig<D> config, boolean resume, int threads) {
    FineTuningRuntime runtime = config.runtime();
    return new FineTuningConfig<>(
        config.model(),
        config.tokenizer(),
        config.data(),
        config.training(),
        new FineTuningRuntime(
            runtime.output(),
            resume,
            runtime.precision(),
            threads,
            runtime.logEvery(),
            runtime.keepCheckpoints()));
  }
}
