package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.ReadingConsole;
import org.bert4j.examples.console.Terminal;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.store.CorpusTokenizer;
import org.bert4j.pretrain.store.StoreManifest;
import org.bert4j.tokenizer.BertTokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j prepare}: tokenizes a corpus into a token store. */
@Command(
    name = "prepare",
    sortOptions = false,
    description =
        "Tokenize a corpus once, for several runs: bert4j pretrain --data STORE. After an "
            + "interruption, the same command with --output goes on where it stopped.",
    footer = {
      "",
      "Examples:",
      "  bert4j prepare --corpus my-texts --tokenizer tokenizer --output store",
      "  bert4j prepare --corpus a.jsonl b.jsonl --text-column body --tokenizer tokenizer --output store"
    })
public final class PrepareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--corpus",
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description = "Text files, directories of them, or globs such as 'texts/**/*.txt.gz'.")
  private List<Path> corpus;

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      required = true,
      description = "Directory with a tokenizer: tokenizer.json or vocab.txt.")
  private Path tokenizer;

  @Option(
      names = "--output",
      paramLabel = "STORE",
      description = "Directory of the store. Default: runs/prepare-<n>.")
  private Path output;

  @Mixin private ReaderOptions reader;

  /** Makes the command. */
  public PrepareCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Corpus text = Corpus.of(corpus, reader.or(CorpusOptions.DEFAULT));
    try (BertTokenizer wordPieces = BertTokenizer.load(tokenizer);
        OutputDirectory store = OutputDirectory.claim(output, "prepare");
        ReadingConsole reading = new ReadingConsole(out, Terminal.width())) {
      out.printf(
          Locale.ROOT,
          "output: %s (after an interruption, --output %s goes on)%n",
          store.path(),
          store.path());
      StoreManifest manifest = CorpusTokenizer.write(text, wordPieces, store.path(), reading);
      out.printf(
          Locale.ROOT,
          "%,d documents, %,d sentences, %s%n",
          manifest.documents(),
          manifest.sentences(),
          manifest.unknownShare());
      out.printf(
          Locale.ROOT, "store: %s%nnext: bert4j pretrain --data %s%n", store.path(), store.path());
    }
    return 0;
  }
}
