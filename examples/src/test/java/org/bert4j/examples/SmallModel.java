package org.bert4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bert4j.pretrain.sample.SampleCorpus;

/** Input of runs that take a second, written into a directory. */
record SmallModel(Path corpus, Path config) {
  static SmallModel in(Path directory) throws IOException {
    Path corpus = directory.resolve("corpus.txt");
    SampleCorpus.writeTo(corpus, 1, 30);
    Path config = directory.resolve("small.json");
    Files.writeString(config, json(16));
    return new SmallModel(corpus, config);
  }

  static String json(int hiddenSize) {
    return """
        {"hidden_size": %d, "num_hidden_layers": 2, "num_attention_heads": 2,
         "intermediate_size": 32, "max_position_embeddings": 32}
        """
        .formatted(hiddenSize);
  }

  /** Trains for two steps; further options override these. */
  CommandLineRun pretrain(Path output, Object... options) {
    Object[] usual = {
      "pretrain",
      "--corpus",
      corpus,
      "--model",
      config,
      "--output",
      output,
      "--vocab-size",
      1500,
      "--max-seq-length",
      24,
      "--short-seq-prob",
      0,
      "--batch-size",
      4,
      "--steps",
      2,
      "--threads",
      1
    };
    Object[] all = new Object[usual.length + options.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(options, 0, all, usual.length, options.length);
    return CommandLineRun.of(all);
  }
}
