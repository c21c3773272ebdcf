package org.bert4j.examples.command;

import java.nio.file.Path;
import java.util.List;
import org.bert4j.pretrain.TextConfig;
import org.bert4j.pretrain.VocabularyConfig;
import picocli.CommandLine.Option;

/** Which text to train on. Options left out are null. */
final class TextOptions {
  @Option(
      names = "--corpus",
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Text files, directories of them, or globs such as 'texts/**/*.txt.gz'. Default: a "
              + "built-in sample corpus in English and Chinese.")
  private List<Path> corpus;

  @Option(
      names = "--data",
      paramLabel = "STORE",
      description =
          "A token store made by bert4j prepare, instead of a corpus. It contains its tokenizer. "
              + "Default: none.")
  private Path data;

  @Option(
      names = "--validation",
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Held-out text. Default: whole documents of the corpus, 2 %% of its tokens, at most "
              + "500,000.")
  private List<Path> validation;

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      description =
          "Directory with a tokenizer: tokenizer.json or vocab.txt. Default: that of --init; else "
              + "a vocabulary is trained on the corpus and kept in OUTPUT/tokenizer.")
  private Path tokenizer;

  @Option(
      names = "--vocab-size",
      paramLabel = "N",
      description =
          "Word pieces of a vocabulary trained on the corpus. Default: 8000, 4000 for the sample.")
  private Integer vocabSize;

  @Option(
      names = "--cased",
      description = "Keep case and accents in a trained vocabulary. Default: remove them.")
  private Boolean cased;

  boolean isGiven() {
    return corpus != null || data != null;
  }

  /** Refuses settings of a vocabulary to train beside one that is brought along. */
  void requireOneVocabulary(ModelOptions model) {
    boolean brought = tokenizer != null || data != null || model.hasInit();
    if (brought && (vocabSize != null || cased != null)) {
      throw new IllegalArgumentException(
          "--vocab-size and --cased are for a vocabulary trained on the corpus; leave them out with"
              + " --tokenizer, --data or --init");
    }
  }

  /** What was given, and what another configuration says otherwise. */
  TextConfig or(TextConfig base, ReaderOptions reader) {
    VocabularyConfig vocabulary = base.vocabulary();
    return new TextConfig(
        corpus != null ? corpus : base.corpus(),
        reader.or(base.reader()),
        data != null ? data : base.data(),
        validation != null ? validation : base.validation(),
        new VocabularyConfig(
            tokenizer != null ? tokenizer : vocabulary.tokenizer(),
            vocabSize != null ? vocabSize : vocabulary.vocabSize(),
            cased != null ? cased : vocabulary.cased()));
  }
}
