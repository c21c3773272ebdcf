package org.bert4j.examples.notebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.examples.sample.EntityType;
import org.bert4j.examples.sample.Language;
import org.bert4j.examples.sample.MarkedEntity;
import org.bert4j.examples.sample.SampleCorpus;
import org.bert4j.examples.sample.SampleDocument;
import org.bert4j.examples.sample.SampleSentence;

/**
 * Questions about English biographies of the sample corpus, in SQuAD's form: when and where
 * somebody was born, and when they died.
 */
public final class SampleQuestions {
  private static final String BIOGRAPHY = "biography";

  private SampleQuestions() {}

  /**
   * Writes files to learn from and to validate with; they have no document in common.
   *
   * @param directory receives train.json and validation.json
   * @param documents of the corpus that are looked through, a quarter of them for the second file
   * @return the two files
   * @throws IOException if writing fails
   */
  public static List<Path> writeTo(Path directory, int documents) throws IOException {
    Files.createDirectories(directory);
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode train = mapper.createObjectNode();
    ObjectNode validation = mapper.createObjectNode();
    List<SampleDocument> all = SampleCorpus.documents(2, documents);
    for (int i = 0; i < all.size(); i++) {
      SampleDocument document = all.get(i);
      if (document.language() == Language.ENGLISH && document.type().equals(BIOGRAPHY)) {
        ObjectNode article = mapper.createObjectNode().put("title", "biography " + i);
        if (add(document, article.withArray("paragraphs").addObject(), i)) {
          (i % 4 == 3 ? validation : train).withArray("data").add(article);
        }
      }
    }
    List<Path> files =
        List.of(directory.resolve("train.json"), directory.resolve("validation.json"));
    AtomicFile.write(files.get(0), train.toString().getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(files.get(1), validation.toString().getBytes(StandardCharsets.UTF_8));
    return files;
  }

  /** Adds the questions that a biography answers; false if there is none. */
  private static boolean add(SampleDocument document, ObjectNode paragraph, int number) {
    String context =
        document.sentences().stream().map(SampleSentence::text).collect(Collectors.joining(" "));
    paragraph.put("context", context);
    ArrayNode questions = paragraph.withArray("qas");
    String person = null;
    int at = 0;
    for (SampleSentence sentence : document.sentences()) {
      for (MarkedEntity entity : sentence.entities()) {
        if (person == null && entity.type() == EntityType.PER) {
          person = sentence.surface(entity);
        }
      }
      if (person != null && sentence.text().contains(" born in ")) {
        ask(questions, "Where was " + person + " born?", sentence, EntityType.LOC, at);
        ask(questions, "When was " + person + " born?", sentence, EntityType.DATE, at);
      }
      if (person != null && sentence.text().contains(" died ")) {
        ask(questions, "When did " + person + " die?", sentence, EntityType.DATE, at);
      }
      at += sentence.text().length() + 1;
    }
    for (int i = 0; i < questions.size(); i++) {
      ((ObjectNode) questions.get(i)).put("id", number + "-" + i);
    }
    return !questions.isEmpty();
  }

  /** The first entity of a type in the sentence is the answer. */
  private static void ask(
      ArrayNode questions, String question, SampleSentence sentence, EntityType type, int at) {
    sentence.entities().stream()
        .filter(entity -> entity.type() == type)
        .findFirst()
        .ifPresent(
            entity -> {
              ObjectNode asked = questions.addObject().put("question", question);
              asked
                  .withArray("answers")
                  .addObject()
                  .put("text", sentence.surface(entity))
                  .put("answer_start", at + entity.start());
            });
  }
}
