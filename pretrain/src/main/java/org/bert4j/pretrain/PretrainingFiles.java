package org.bert4j.pretrain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.run.RunConfigJson;
import org.bert4j.common.run.RunFiles;
import org.bert4j.pretrain.store.TokenStoreWriter;

/** The files of a pre-training run beside its checkpoints. */
final class PretrainingFiles {
  static final RunConfigJson<PretrainingConfig> CONFIG = RunConfigJson.of(PretrainingConfig.class);

  private final RunFiles<PretrainingConfig> run;
  private final SampleText sample;

  PretrainingFiles(Path output, SampleText sample) {
    this.sample = sample;
    run = new RunFiles<>(output, "pretraining.json", CONFIG);
  }

  /** Those that every run has. */
  RunFiles<PretrainingConfig> run() {
    return run;
  }

  /** What takes work: stores, whole or with finished shards, and a tokenizer that is learned. */
  List<Path> work(PretrainingConfig config) {
    List<Path> work = new ArrayList<>();
    if (config.learnsVocabulary()) {
      work.add(run.tokenizer());
    }
    for (Path store : List.of(store(), validationStore())) {
      work.add(store);
      work.add(TokenStoreWriter.unfinished(store));
    }
    return work;
  }

  Path store() {
    return run.output().resolve("store");
  }

  Path validationStore() {
    return run.output().resolve("validation");
  }

  /** The text of a run that was given none, written when it is first asked for. */
  Path sampleCorpus(long seed) throws IOException {
    Path file = sampleDirectory().resolve("sample.txt");
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      sample.writeTo(file, seed);
    }
    return file;
  }

  Path sampleDirectory() {
    return run.output().resolve("corpus");
  }
}
