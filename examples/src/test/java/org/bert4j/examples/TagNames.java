package org.bert4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.finetune.ner.Entity;
import org.bert4j.finetune.ner.NerTagger;

/** The README's example: the entities of some texts. */
final class TagNames {
  private TagNames() {}

  public static void main(String[] arguments) throws IOException {
    List<String> texts = List.of("Angela Merkel was born in Hamburg.", "EU rejects German call.");
    try (NerTagger tagger = NerTagger.load(Path.of(arguments[0]))) {
      for (List<Entity> entities : tagger.tagAll(texts)) {
        for (Entity entity : entities) {
          System.out.printf(
              "%s %d-%d %s %.2f%n",
              entity.type(), entity.start(), entity.end(), entity.text(), entity.confidence());
        }
      }
    }
  }
}
