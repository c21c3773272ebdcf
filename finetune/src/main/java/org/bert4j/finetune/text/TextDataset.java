package org.bert4j.finetune.text;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bert4j.common.model.ProblemType;

/**
 * Annotated texts.
 *
 * @param texts at least one
 * @param files the files that they are from
 * @param several whether the files' form says that a text may have several labels
 */
public record TextDataset(List<LabelledText> texts, List<Path> files, boolean several) {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");

  /** More numbers than this are no classes. */
  private static final int MOST_CLASSES = 20;

  /**
   * Keeps copies. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are no texts, or some are pairs and some are not
   */
  public TextDataset {
    texts = List.copyOf(texts);
    files = List.copyOf(files);
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(
          "no text in " + files + ", expected at least one that is not blank");
    }
    for (LabelledText text : texts) {
      if ((text.pair() == null) != (texts.get(0).pair() == null)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %s, expected %s as in %s",
                text.source(),
                text.pair() == null ? "a single text" : "a pair of texts",
                text.pair() == null ? "a pair" : "a single text",
                texts.get(0).source()));
      }
    }
  }

  /**
   * Whether the texts are pairs.
   *
   * @return true if the first is
   */
  public boolean pairs() {
    return texts.get(0).pair() != null;
  }

  /**
   * What the labels look like.
   *
   * @return several classes where the form of a file says so; a regression where all labels are
   *     numbers, some with a fraction, more than 20 different ones; else one class a text
   * @throws IllegalArgumentException if labels are numbers with fractions, but few different ones
   */
  public ProblemType problem() {
    if (several) {
      return ProblemType.MULTI_LABEL_CLASSIFICATION;
    }
    Set<String> labels = new HashSet<>();
    boolean fractions = false;
    for (LabelledText text : texts) {
      String label = text.labels().get(0);
      if (!NUMBER.matcher(label).matches()) {
        return ProblemType.SINGLE_LABEL_CLASSIFICATION;
      }
      labels.add(label);
      fractions |= label.indexOf('.') >= 0;
    }
    if (!fractions) {
      return ProblemType.SINGLE_LABEL_CLASSIFICATION;
    }
    if (labels.size() <= MOST_CLASSES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: labels are numbers such as %s, which may be classes or a regression; say which"
                  + " with --problem single-label or --problem regression",
              files.get(0),
              texts.get(0).labels().get(0)));
    }
    return ProblemType.REGRESSION;
  }
}
