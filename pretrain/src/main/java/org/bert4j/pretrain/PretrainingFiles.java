package org.bert4j.pretrain;

import java.nio.file.Path;
import org.bert4j.common.run.RunConfigJson;
import org.bert4j.common.run.RunFiles;

/** The files of a pre-training run beside its checkpoints. */
final class PretrainingFiles {
  static final RunConfigJson<PretrainingConfig> CONFIG = RunConfigJson.of(PretrainingConfig.class);

  private final RunFiles<PretrainingConfig> run;

  PretrainingFiles(Path output) {
    run = new RunFiles<>(output, "pretraining.json", CONFIG);
  }

  /** Those that every run has. */
  RunFiles<PretrainingConfig> run() {
    return run;
  }

  Path store() {
    return run.output().resolve("store");
  }

  Path validationStore() {
    return run.output().resolve("validation");
  }

  Path sampleCorpus() {
    return run.output().resolve("corpus").resolve("sample.txt");
  }
}
