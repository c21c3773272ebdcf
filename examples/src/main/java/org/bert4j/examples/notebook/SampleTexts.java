package org.bert4j.examples.notebook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.examples.sample.Language;
import org.bert4j.examples.sample.SampleCorpus;
import org.bert4j.examples.sample.SampleDocument;

/** Text of the sample corpus in one of its languages. */
public final class SampleTexts {
  private SampleTexts() {}

  /**
   * Writes documents, a sentence a line, a blank line behind each.
   *
   * @param file where to
   * @param language which of the documents
   * @param documents of both languages that are looked through
   * @return the file
   * @throws IOException if writing fails
   */
  public static Path writeTo(Path file, Language language, int documents) throws IOException {
    StringBuilder text = new StringBuilder();
    for (SampleDocument document : SampleCorpus.documents(1, documents)) {
      if (document.language() == language) {
        document.sentences().forEach(sentence -> text.append(sentence.text()).append('\n'));
        text.append('\n');
      }
    }
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    return file;
  }
}
