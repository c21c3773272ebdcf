package org.bert4j.finetune.translate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.LineReader;
import org.bert4j.finetune.records.TableReader;
import org.bert4j.finetune.text.TextReader;

/**
 * Reads pairs from two columns with a tab between them: the source, then the target. A first row
 * {@code source}, {@code target} or {@code src}, {@code tgt} is one of names. Rows without a source
 * or a target are left out and counted.
 */
public final class PairReader {
  private static final Set<List<String>> NAMES =
      Set.of(List.of("source", "target"), List.of("src", "tgt"));

  private final Consumer<String> report;

  /**
   * Makes a reader.
   *
   * @param report hears what was read
   */
  public PairReader(Consumer<String> report) {
    this.report = report;
  }

  /**
   * Reads files.
   *
   * @param files the files, in their order
   * @return their pairs
   * @throws IllegalArgumentException if there is no such file, it has not two columns or holds no
   *     pair; the message names file and line
   * @throws IOException if reading fails
   */
  public List<TranslationPair> read(List<Path> files) throws IOException {
    List<TranslationPair> pairs = new ArrayList<>();
    for (Path file : files) {
      try (LineReader lines =
          new LineReader(TextReader.open(file), file.toString(), InvalidUtf8.FAIL)) {
        read(new TableReader(lines, "tab"), file, pairs);
      }
    }
    return pairs;
  }

  private void read(TableReader table, Path file, List<TranslationPair> pairs)
      throws IOException {
    List<String> first = table.first();
    if (first.size() != 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the first row has %d columns, expected two with a tab between them: source and"
                  + " target",
              file,
              first.size()));
    }
    boolean named =
        NAMES.contains(first.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    if (!named) {
      table.unreadFirst();
    }
    int before = pairs.size();
    int leftOut = 0;
    for (List<String> row = table.next(); row != null; row = table.next()) {
      if (row.get(0).isBlank() || row.get(1).isBlank()) {
        leftOut++;
      } else {
        pairs.add(new TranslationPair(row.get(0).strip(), row.get(1).strip()));
      }
    }
    int read = pairs.size() - before;
    if (read == 0) {
      throw new IllegalArgumentException(file + ": no pair, expected a source, a tab and a target");
    }
    report.accept(
        String.format(
            Locale.ROOT,
            "%s: %,d pairs%s%s",
            file,
            read,
            named ? ", the first row names columns" : "",
            leftOut == 0
                ? ""
                : String.format(Locale.ROOT, "; %,d rows without source or target left out", leftOut)));
  }
}
