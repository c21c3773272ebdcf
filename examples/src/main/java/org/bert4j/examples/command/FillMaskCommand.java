package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.Printable;
import org.bert4j.pretrain.predict.FillMask;
import org.bert4j.pretrain.predict.MaskPrediction;
import org.bert4j.pretrain.predict.PretrainedBert;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j fill-mask}: predicts masked word pieces. */
@Command(
    name = "fill-mask",
    sortOptions = false,
    description = "Predict what stands at each [MASK] of a text.",
    footer = {
      "",
      "Examples:",
      "  bert4j fill-mask --model runs/pretrain-1 --text \"The bus left Warsaw at 6 o'[MASK].\"",
      "  bert4j fill-mask --model bert --text \"Paris is the [MASK] of France.\" --top-k 10"
    })
public final class FillMaskCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private InferenceOptions model;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      required = true,
      description = "Text with one [MASK] or more.")
  private String text;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      defaultValue = "5",
      description = "Guesses for each [MASK]. Default: ${DEFAULT-VALUE}.")
  private int topK;

  /** Makes the command. */
  public FillMaskCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (PretrainedBert bert = model.load()) {
      List<List<MaskPrediction>> predictions =
          new FillMask(bert.model(), bert.tokenizer()).predict(text, topK);
      for (int i = 0; i < predictions.size(); i++) {
        out.printf(Locale.ROOT, "[MASK] %d%n", i + 1);
        for (MaskPrediction guess : predictions.get(i)) {
          out.printf(Locale.ROOT, "  %.4f  %s%n", guess.probability(), Printable.of(guess.token()));
        }
      }
    }
    return 0;
  }
}
