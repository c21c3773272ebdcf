package org.bert4j.common.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What did not match when a checkpoint was loaded.
 *
 * @param missing parameters that the checkpoint does not have, of heads or the pooler; they keep
 *     the values they had
 * @param unexpected tensors of the checkpoint that the model has no place for
 */
public record LoadReport(List<String> missing, List<String> unexpected) {
  private static final int SHOWN = 8;

  /** Copies the lists. {@inheritDoc} */
  public LoadReport {
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
  }

  /**
   * What did not match, for people. Of long lists only the first names are given.
   *
   * @param checkpoint what was loaded into a model that was initialized before
   * @return a line about what is missing, if anything is, and one about what is superfluous
   */
  public List<String> texts(Path checkpoint) {
    List<String> texts = new ArrayList<>();
    if (!missing.isEmpty()) {
      String begin = missing.size() == 1 ? "begins" : "begin";
      texts.add(
          String.format(
              Locale.ROOT,
              "%s lacks %s, which %s with random values",
              checkpoint,
              names(missing),
              begin));
    }
    if (!unexpected.isEmpty()) {
      texts.add(
          String.format(
              Locale.ROOT,
              "%s has %s, which this model does not use",
              checkpoint,
              names(unexpected)));
    }
    return texts;
  }

  /** Names from files that nobody need trust, on one line. */
  private static String names(List<String> names) {
    int more = names.size() - SHOWN;
    String shown = String.join(", ", more > 0 ? names.subList(0, SHOWN) : names);
    return shown.replaceAll("\\p{Cntrl}", "?") + (more > 0 ? " and " + more + " more" : "");
  }
}
