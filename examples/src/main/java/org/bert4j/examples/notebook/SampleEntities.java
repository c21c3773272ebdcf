package org.bert4j.examples.notebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.examples.sample.Language;
import org.bert4j.examples.sample.MarkedEntity;
import org.bert4j.examples.sample.SampleCorpus;
import org.bert4j.examples.sample.SampleDocument;
import org.bert4j.examples.sample.SampleSentence;

/**
 * Sentences of the sample corpus with the entities that they name, a JSON object a line: {@code
 * {"text": "…", "entities": [{"start": 0, "end": 5, "type": "PER"}]}}.
 */
public final class SampleEntities {
  private static final int PARTS = 3;

  private SampleEntities() {}

  /**
   * Writes files to learn from, to validate and to test with; they have no document in common.
   *
   * @param directory receives train.jsonl, validation.jsonl and test.jsonl
   * @param language of the sentences
   * @param documents of the corpus that are looked through, a quarter of them for each of the last
   *     two files
   * @return the three files
   * @throws IOException if writing fails
   */
  public static List<Path> writeTo(Path directory, Language language, int documents)
      throws IOException {
    Files.createDirectories(directory);
    StringBuilder[] lines = new StringBuilder[PARTS];
    for (int part = 0; part < PARTS; part++) {
      lines[part] = new StringBuilder();
    }
    List<SampleDocument> all = SampleCorpus.documents(2, documents);
    for (int i = 0; i < all.size(); i++) {
      int part = i % 4 == 2 ? 1 : i % 4 == 3 ? 2 : 0;
      if (all.get(i).language() == language) {
        all.get(i).sentences().stream()
            .filter(sentence -> !sentence.entities().isEmpty())
            .forEach(sentence -> lines[part].append(json(sentence)).append('\n'));
      }
    }
    List<Path> files =
        List.of(
            directory.resolve("train.jsonl"),
            directory.resolve("validation.jsonl"),
            directory.resolve("test.jsonl"));
    for (int part = 0; part < PARTS; part++) {
      AtomicFile.write(files.get(part), lines[part].toString().getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  private static ObjectNode json(SampleSentence sentence) {
    ObjectNode json = new ObjectMapper().createObjectNode().put("text", sentence.text());
    for (MarkedEntity entity : sentence.entities()) {
      json.withArray("entities")
          .addObject()
          .put("start", entity.start())
          .put("end", entity.end())
          .put("type", entity.type().name());
    }
    return json;
  }
}
