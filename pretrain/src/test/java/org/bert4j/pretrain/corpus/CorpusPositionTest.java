package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.Test;

/** Reading that goes on where another reader stopped. */
class CorpusPositionTest extends CorpusFiles {
  @Test
  void readingGoesOnAtEveryPosition() throws IOException {
    List<Path> files =
        List.of(
            file("a.txt", "one\ntwo\n\nthree\n"),
            file("b.txt", "\n\n"),
            file("c.txt", "four\n\nfive\n\n"));
    Corpus corpus = Corpus.of(files, options(CorpusFormat.SENTENCES));
    List<List<String>> documents = read(corpus);
    assertEquals(4, documents.size());
    try (CorpusReader whole = corpus.read(CorpusListener.NONE)) {
      for (int i = 0; i <= documents.size(); i++) {
        CorpusPosition position = i == 0 ? CorpusPosition.START : whole.position();
        List<List<String>> rest = new ArrayList<>();
        try (CorpusReader reader = corpus.read(CorpusListener.NONE, position)) {
          reader.forEachRemaining(document -> rest.add(document.sentences()));
          assertEquals(corpus.bytes(), reader.bytesRead());
        }
        assertEquals(documents.subList(i, documents.size()), rest);
        if (whole.hasNext()) {
          whole.next();
        }
      }
    }
  }

  @Test
  void readingGoesOnInEveryFormCompressedOrNotAndCountsWhatIsBehind() throws IOException {
    Path compressed = directory.resolve("c.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      String records = "{\"text\": \"One.\"}\n{\"text\": null}\n{\"text\": \"Two. Three.\"}\n";
      out.write(records.repeat(3).getBytes(StandardCharsets.UTF_8));
    }
    List<Path> files =
        List.of(
            file("a.txt", " = One = \n Apes. Bees. \n caf\u00e9 \n", StandardCharsets.ISO_8859_1),
            file("b.csv", "id,text\n1,\"Four.\nFive.\"\n2,\n3,Six.\n"),
            compressed,
            file("d.txt", "It rained\nall day.\n\nNUL\0\n\nCHAPTER II\n\nIt was\nnight.\n"));
    CorpusOptions options = new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.SKIP, "text");
    Corpus corpus = Corpus.of(files, options);
    List<Document> documents = new ArrayList<>();
    List<CorpusPosition> positions = new ArrayList<>();
    List<CorpusSummary> summaries = new ArrayList<>();
    try (CorpusReader reader = corpus.read(summary(summaries))) {
      while (reader.hasNext()) {
        documents.add(reader.next());
        positions.add(reader.position());
      }
      assertEquals(corpus.bytes(), reader.bytesRead());
    }
    LeftOut leftOut = summaries.get(0).leftOut();
    assertEquals(1, leftOut.notUtf8());
    assertEquals(1, leftOut.withNul());
    assertEquals(4, leftOut.withoutText());
    assertTrue(leftOut.headings() >= 2, leftOut.toString());
    for (int i = 0; i < positions.size(); i++) {
      List<Document> rest = new ArrayList<>();
      try (CorpusReader reader = corpus.read(summary(summaries), positions.get(i))) {
        reader.forEachRemaining(rest::add);
        assertEquals(corpus.bytes(), reader.bytesRead());
        assertEquals(2, reader.droppedLines());
      }
      assertEquals(documents.subList(i + 1, documents.size()), rest);
      assertEquals(summaries.get(0), summaries.get(i + 1));
    }
  }

  @Test
  void aFileThatLostDocumentsIsNotGoneOnWith() throws IOException {
    Corpus corpus = Corpus.of(List.of(file("a.txt", "one\n\n")), CorpusOptions.DEFAULT);
    try (CorpusReader reader =
        corpus.read(CorpusListener.NONE, new CorpusPosition(0, 3, 0, CorpusSummary.NOTHING))) {
      String message = assertThrows(IllegalArgumentException.class, reader::hasNext).getMessage();
      assertTrue(message.contains("a.txt: has 1 documents, expected 2 more"), message);
    }
  }
}
