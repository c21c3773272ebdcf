package org.bert4j.examples.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.random.RandomStream;

/**
 * The built-in corpus: small documents in English and Chinese, written afresh from a seed.
 *
 * <p>People are invented; what is said about countries, animals, seasons and trades holds. Document
 * {@code i} depends on the seed and on {@code i} alone, so a larger corpus begins with the smaller
 * one of the same seed.
 */
public final class SampleCorpus {
  /** Number of documents of the corpus that a run without a corpus of its own trains on. */
  public static final int DEFAULT_DOCUMENTS = 2500;

  private static final int ENGLISH_PERCENT = 62;

  private SampleCorpus() {}

  /**
   * Writes documents.
   *
   * @param seed seed of the corpus
   * @param count how many, at least 1
   * @return the documents
   * @throws IllegalArgumentException if the count is below 1
   */
  public static List<SampleDocument> documents(long seed, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a sample corpus has at least one document, not " + count);
    }
    Map<Language, Grammar> grammars = new EnumMap<>(Language.class);
    for (Language language : Language.values()) {
      grammars.put(language, GrammarReader.read(language));
    }
    List<SampleDocument> documents = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      RandomStream random = RandomStream.of(seed, 0, i, RandomStream.Purpose.SAMPLE_CORPUS);
      Language language =
          random.nextInt(100) < ENGLISH_PERCENT ? Language.ENGLISH : Language.CHINESE;
      documents.add(document(language, grammars.get(language), random));
    }
    return documents;
  }

  private static SampleDocument document(Language language, Grammar grammar, RandomStream random) {
    int total = grammar.documents().stream().mapToInt(Grammar.DocumentType::weight).sum();
    int ticket = random.nextInt(total);
    for (Grammar.DocumentType type : grammar.documents()) {
      ticket -= type.weight();
      if (ticket < 0) {
        return new SampleDocument(
            language, type.name(), new DocumentWriter(grammar, type, random).write());
      }
    }
    throw new IllegalStateException("a document type has a negative weight");
  }

  /**
   * Writes documents to a file in the corpus form {@code sentences}: a sentence a line, a blank
   * line behind each document. The file appears complete or not at all.
   *
   * @param file where to; one that is there already is replaced
   * @param seed seed of the corpus
   * @param count how many documents, at least 1
   * @throws IllegalArgumentException if the count is below 1
   * @throws IOException if the file cannot be written
   */
  public static void writeTo(Path file, long seed, int count) throws IOException {
    StringBuilder text = new StringBuilder();
    for (SampleDocument document : documents(seed, count)) {
      document.sentences().forEach(sentence -> text.append(sentence.text()).append('\n'));
      text.append('\n');
    }
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
