package org.bert4j.finetune.translate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.finetune.text.TextReader;

/**
 * A text and its translation.
 *
 * @param source what is translated
 * @param target what it is translated to
 */
public record TranslationPair(String source, String target) {
  /**
   * Reads pairs of files.
   *
   * @param reader reads pairs of texts, of which the second is the translation
   * @param files the files, in their order
   * @return their pairs
   * @throws IllegalArgumentException if a file is missing or broken, or holds something else than
   *     pairs; the message names file and line
   * @throws IOException if reading fails
   */
  public static List<TranslationPair> read(TextReader reader, List<Path> files) throws IOException {
    return reader.readPairs(files).texts().stream()
        .map(each -> new TranslationPair(each.text().strip(), each.pair().strip()))
        .toList();
  }
}
