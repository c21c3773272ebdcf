package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.bert4j.pretrain.PretrainingResult;

/** The last lines of a run: what was learned, where it is, what to type next. */
final class RunSummary {
  private final PrintWriter out;
  private final Path output;

  RunSummary(PrintWriter out, Path output) {
    this.out = out;
    this.output = output;
  }

  void printStopped() {
    out.printf("stopped; to go on: bert4j pretrain --resume --output %s%n", output);
    out.flush();
  }

  void print(PretrainingResult result) {
    out.printf(
        "trained %,d steps on %,d tokens in %.0f s, %,.0f tokens/s%n",
        result.steps(), result.tokens(), result.seconds(), result.tokensPerSecond());
    out.printf(
        "held-out MLM: loss %.3f (frequencies alone: %.3f), accuracy %.3f (most frequent word"
            + " piece: %.3f)%n",
        result.mlmLoss(),
        result.unigramEntropy(),
        result.mlmAccuracy(),
        result.mostFrequentTokenShare());
    out.printf("held-out NSP: accuracy %.3f (chance: 0.5)%n", result.nspAccuracy());
    out.printf("checkpoint: %s%n", output.resolve("checkpoint-" + result.steps()));
    out.printf("next: bert4j fill-mask --model %s --text \"... [MASK] ...\"%n", output);
    out.flush();
  }
}
