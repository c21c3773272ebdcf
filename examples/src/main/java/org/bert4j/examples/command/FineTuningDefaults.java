package org.bert4j.examples.command;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ListResourceBundle;
import java.util.Locale;
import org.bert4j.finetune.FineTuningHyperparameters;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the help of a command says where options share a description, such as {@code
 * default-epochs}. A key that is an option's name would replace the option's whole description.
 */
final class FineTuningDefaults extends ListResourceBundle {
  private final FineTuningHyperparameters training;
  private final String model;
  private final String tokenizer;
  private final boolean bySize;

  /**
   * The defaults of a command.
   *
   * @param training its settings where nothing is given
   * @param model what it begins with where neither --model nor --init is given
   * @param tokenizer its tokenizer where none is given
   * @param bySize whether the learning rate depends on the model's size
   */
  private FineTuningDefaults(
      FineTuningHyperparameters training, String model, String tokenizer, boolean bySize) {
    this.training = training;
    this.model = model;
    this.tokenizer = tokenizer;
    this.bySize = bySize;
  }

  /** Tells them of a command that begins with a model that is given. */
  static void tell(CommandSpec command, FineTuningHyperparameters training) {
    command.resourceBundle(new FineTuningDefaults(training, "--init", "that of --init", true));
  }

  /** Tells them of a command that may begin with nothing. */
  static void tell(
      CommandSpec command, FineTuningHyperparameters training, String model, String tokenizer) {
    command.resourceBundle(new FineTuningDefaults(training, model, tokenizer, false));
  }

  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"default-model", model},
      {"default-tokenizer", tokenizer},
      {"default-epochs", "" + training.epochs()},
      {"default-batch-size", "" + training.batchSize()},
      {"default-max-seq-length", "" + training.maxSeqLength()},
      {"default-learning-rate", rates()},
    };
  }

  /** That of BERT's sizes, and those of smaller models where they differ. */
  private String rates() {
    String usual = power(training.learningRate());
    return bySize
        ? usual
            + "; "
            + power(training.fitting(256, 1).learningRate())
            + " for hidden sizes up to 256, "
            + power(training.fitting(128, 1).learningRate())
            + " up to 128"
        : usual;
  }

  /** As {@code 5e-5}. */
  static String power(double value) {
    return new DecimalFormat("0.##E0", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(value)
        .toLowerCase(Locale.ROOT);
  }
}
