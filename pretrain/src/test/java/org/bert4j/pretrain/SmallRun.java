package org.bert4j.pretrain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.data.DataConfig;

/** Configurations of runs that take a second: few documents, a very small model. */
record SmallRun(Path corpus, Path model) {
  static SmallRun in(Path directory) throws IOException {
    Path corpus = directory.resolve("corpus.txt");
    try (InputStream documents = SmallRun.class.getResourceAsStream("/documents.txt")) {
      Files.copy(documents, corpus);
    }
    Path model = directory.resolve("small.json");
    Files.writeString(
        model,
        """
        {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
         "intermediate_size": 32, "max_position_embeddings": 64}
        """);
    return new SmallRun(corpus, model);
  }

  PretrainingConfig config(Path output, long steps) {
    PretrainingConfig defaults = PretrainingConfig.defaults(output);
    return new PretrainingConfig(
        ModelConfig.random(model.toString()),
        new TextConfig(
            List.of(corpus),
            CorpusOptions.DEFAULT,
            null,
            List.of(),
            new VocabularyConfig(null, 2000, false)),
        new DataConfig(24, 0.0, 0.15, false, 4, 7),
        new PretrainingHyperparameters(
            steps, 0, 2, Algorithm.ADAMW, 1e-3, PretrainingHyperparameters.WARMUP_TENTH, null),
        new PretrainingRuntime(output, false, defaults.runtime().precision(), 1, 3, 4, 2, 3));
  }

  static PretrainingConfig resumed(PretrainingConfig config) {
    return with(config, true, config.runtime().threads());
  }

  /** Keeps so many checkpoints, or as many as are kept where nothing is said. */
  static PretrainingConfig keeping(PretrainingConfig config, Integer checkpoints) {
    PretrainingRuntime runtime = config.runtime();
    return new PretrainingConfig(
        config.model(),
        config.text(),
        config.data(),
        config.training(),
        new PretrainingRuntime(
            runtime.output(),
            runtime.resume(),
            runtime.precision(),
            runtime.threads(),
            runtime.checkpointEvery(),
            runtime.evaluateEvery(),
            runtime.logEvery(),
            checkpoints));
  }

  static PretrainingConfig with(PretrainingConfig config, boolean resume, int threads) {
    PretrainingRuntime runtime = config.runtime();
    return new PretrainingConfig(
        config.model(),
        config.text(),
        config.data(),
        config.training(),
        new PretrainingRuntime(
            runtime.output(),
            resume,
            runtime.precision(),
            threads,
            runtime.checkpointEvery(),
            runtime.evaluateEvery(),
            runtime.logEvery(),
            runtime.keepCheckpoints()));
  }
}
