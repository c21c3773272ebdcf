package org.bert4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.examples.sample.SampleCorpus;

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
    return String.format(
        Locale.ROOT,
        """
        {"hidden_size": %d, "num_hidden_layers": 2, "num_attention_heads": 2,
         "intermediate_size": 32, "max_position_embeddings": 32}
        """,
        hiddenSize);
  }

  /** Trains for two steps; options given replace these. */
  CommandLineRun pretrain(Path output, Object... options) {
    return CommandLineRun.of(pretraining(output, options).toArray());
  }

  List<Object> pretraining(Path output, Object... options) {
    Map<Object, Object> all = new LinkedHashMap<>();
    all.put("--corpus", corpus);
    all.put("--model", config);
    all.put("--output", output);
    all.put("--vocab-size", 1500);
    all.put("--max-seq-length", 24);
    all.put("--short-seq-prob", 0);
    all.put("--batch-size", 4);
    all.put("--steps", 2);
    all.put("--threads", 1);
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    List<Object> arguments = new ArrayList<>(List.of("pretrain"));
    all.forEach((option, value) -> arguments.addAll(List.of(option, value)));
    return arguments;
  }
}
