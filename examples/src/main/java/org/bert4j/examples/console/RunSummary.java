package org.bert4j.examples.console;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.pretrain.PretrainingResult;
import org.bert4j.pretrain.predict.MaskPrediction;
import org.bert4j.pretrain.predict.MaskedExample;

/** The last lines of a run: what was learned, where it is, what to type next. */
final class RunSummary {
  /** A loss above this share of that by frequencies alone: context is hardly used yet. */
  private static final double PLATEAU = 0.85;

  private static final String ON_PLATEAU =
      String.format(
          Locale.ROOT,
          "  little more than word frequencies is learned yet: train longer, or begin with"
              + " --initialization neighbours, before fine-tuning%n");

  private final PrintWriter out;
  private final Path output;

  RunSummary(PrintWriter out, Path output) {
    this.out = out;
    this.output = output;
  }

  void print(PretrainingResult result, List<MaskedExample> examples) {
    out.printf(
        Locale.ROOT,
        "trained %,d steps on %s tokens in %s, %,.0f tokens/s%n",
        result.steps(),
        ProgressText.count(result.tokens()),
        ProgressText.duration(result.seconds()),
        result.tokensPerSecond());
    out.print(maskedLanguageModel(result));
    out.printf(
        Locale.ROOT, "held-out NSP: accuracy %.3f (by chance 0.500)%n", result.nspAccuracy());
    examples.forEach(this::print);
    out.printf(Locale.ROOT, "checkpoint: %s%n", output.resolve(result.checkpoint()));
    out.flush();
  }

  private static String maskedLanguageModel(PretrainingResult result) {
    if (Double.isNaN(result.mlmAccuracy())) {
      return String.format(
          Locale.ROOT, "held-out MLM: nothing to predict, every word piece is unknown%n");
    }
    return String.format(
        Locale.ROOT,
        "held-out MLM: loss %.3f (by frequencies alone %.3f), accuracy %.3f (most frequent word"
            + " piece %.3f)%n%s",
        result.mlmLoss(),
        result.unigramEntropy(),
        result.mlmAccuracy(),
        result.mostFrequentTokenShare(),
        result.mlmLoss() < PLATEAU * result.unigramEntropy() ? "" : ON_PLATEAU);
  }

  private void print(MaskedExample example) {
    out.printf(Locale.ROOT, "%n%s%n", Printable.of(example.text()));
    StringBuilder guesses = new StringBuilder();
    for (MaskPrediction guess : example.predictions()) {
      guesses.append(
          String.format(
              Locale.ROOT, "%s %.2f  ", Printable.of(guess.token()), guess.probability()));
    }
    out.printf(
        Locale.ROOT, "  [MASK] = %s(it was: %s)%n%n", guesses, Printable.of(example.expected()));
  }
}
