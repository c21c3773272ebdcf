package org.bert4j.examples.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the grammar of a language from the files that its {@code index.txt} lists. */
final class GrammarReader {
  private GrammarReader() {}

  /** Reads and checks the grammar of a language. */
  static Grammar read(Language language) {
    Map<String, Table> tables = new LinkedHashMap<>();
    Map<String, Grammar.Rule> rules = new LinkedHashMap<>();
    List<Grammar.DocumentType> documents = new ArrayList<>();
    for (String line : lines(language, "index")) {
      String[] words = line.split(" ");
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String name = language.code() + "/" + words[1] + ".txt";
      GrammarFile file = GrammarFile.read(name, lines(language, words[1]), tables);
      if (words[0].equals("world")) {
        rules.putAll(file.rules());
      } else {
        documents.add(file.document(words[1], Integer.parseInt(words[2])));
      }
    }
    Grammar grammar = new Grammar(tables, rules, documents);
    new ReferenceCheck(grammar).run();
    return grammar;
  }

  private static List<String> lines(Language language, String name) {
    String path = language.code() + "/" + name + ".txt";
    try (InputStream in = GrammarReader.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the sample corpus has no file " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " of the sample corpus", e);
    }
  }
}
