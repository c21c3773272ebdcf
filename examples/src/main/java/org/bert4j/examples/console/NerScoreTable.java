package org.bert4j.examples.console;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.bert4j.finetune.ner.metrics.ConfusionTable;
import org.bert4j.finetune.ner.metrics.NerEvaluation;
import org.bert4j.finetune.ner.metrics.Score;

/** The scores of a model for entities, to be read by people. */
public final class NerScoreTable {
  private static final int MIN_WIDTH = 8;

  private final PrintWriter out;

  /**
   * Makes a table.
   *
   * @param out where lines go
   */
  public NerScoreTable(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints scores of types and averages, and which types were taken for which.
   *
   * @param evaluation the scores
   */
  public void print(NerEvaluation evaluation) {
    List<String> types = evaluation.confusion().types();
    int width = types.stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(width, MIN_WIDTH);
    out.printf("%n%-" + width + "s  precision  recall      F1  entities%n", "");
    for (var type : evaluation.report().perType().entrySet()) {
      print(type.getKey(), width, type.getValue());
    }
    print("micro", width, evaluation.report().micro());
    print("macro", width, evaluation.report().macro());
    print("weighted", width, evaluation.report().weighted());
    out.printf(
        "%nwords with the right tag: %.4f of %,d%n", evaluation.accuracy(), evaluation.words());
    print(evaluation.confusion(), types, width);
    out.flush();
  }

  private void print(String name, int width, Score score) {
    out.printf(
        "%-" + width + "s  %9.4f  %6.4f  %6.4f  %,8d%n",
        name,
        score.precision(),
        score.recall(),
        score.f1(),
        score.support());
  }

  private void print(ConfusionTable confusion, List<String> types, int width) {
    out.printf("%nannotated (rows) taken for (columns); O: missed or spurious%n");
    out.printf("%-" + width + "s", "");
    types.forEach(type -> out.printf("  %" + Math.max(type.length(), MIN_WIDTH) + "s", type));
    out.println();
    for (String annotated : types) {
      out.printf("%-" + width + "s", annotated);
      for (String predicted : types) {
        String cell = String.format(Locale.ROOT, "%,d", confusion.entities(annotated, predicted));
        out.printf("  %" + Math.max(predicted.length(), MIN_WIDTH) + "s", cell);
      }
      out.println();
    }
  }
}
