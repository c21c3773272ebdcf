package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.ReadingConsole;
import org.bert4j.examples.console.Terminal;
import org.bert4j.pretrain.CorpusVocabulary;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.training.WordPieceTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j vocab}: trains a WordPiece vocabulary. */
@Command(
    name = "vocab",
    sortOptions = false,
    description = "Train a WordPiece vocabulary on a corpus.",
    footer = {
      "",
      "Examples:",
      "  bert4j vocab --corpus my-texts --output tokenizer",
      "  bert4j vocab --corpus \"texts/**/*.txt.gz\" --vocab-size 16000 --cased --output tokenizer"
    })
public final class VocabCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--corpus",
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description = "Text files, directories of them, or globs such as 'texts/**/*.txt.gz'.")
  private List<Path> corpus;

  @Option(
      names = "--vocab-size",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Word pieces wanted. Default: ${DEFAULT-VALUE}.")
  private int vocabSize;

  @Option(names = "--cased", description = "Keep case and accents. Default: remove them.")
  private boolean cased;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where to write the tokenizer. Default: runs/vocab-<n>.")
  private Path output;

  @Mixin private ReaderOptions reader;

  /** Makes the command. */
  public VocabCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    WordPieceTraining training = WordPieceTraining.of(vocabSize, cased);
    Corpus text = Corpus.of(corpus, reader.or(CorpusOptions.DEFAULT));
    try (OutputDirectory directory = OutputDirectory.claim(output, "vocab")) {
      out.printf(Locale.ROOT, "output: %s%n", directory.path());
      try (ReadingConsole reading = new ReadingConsole(out, Terminal.width());
          BertTokenizer tokenizer = CorpusVocabulary.train(text, training, reading, out::println)) {
        directory.requireEmpty();
        tokenizer.save(directory.path());
        out.printf(
            Locale.ROOT, "%,d word pieces in %s%n", tokenizer.vocabularySize(), directory.path());
      }
    }
    return 0;
  }
}
