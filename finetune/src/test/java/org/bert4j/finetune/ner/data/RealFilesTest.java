package org.bert4j.finetune.ner.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads the data sets that stand beside the repository, where they do. */
class RealFilesTest {
  private static final Path DATA = Path.of("../../shared/data/ner");

  @BeforeEach
  void dataAreThere() {
    assumeTrue(Files.isDirectory(DATA), "no data sets at " + DATA + ", nothing to read");
  }

  private static NerDataset read(String file) throws IOException {
    return new NerReader(NerReaderOptions.DEFAULT).read(List.of(DATA.resolve(file)));
  }

  @Test
  void bothCopiesOfConll2003AreTheSame() throws IOException {
    NerDataset bio = read("conll2003-bio/train.txt");
    NerDataset iob1 = read("conll2003-iob1/eng.train");
    assertEquals(TagScheme.BIO, bio.files().get(0).scheme());
    assertEquals(TagScheme.IOB1, iob1.files().get(0).scheme());
    assertEquals(14_041, bio.sentences().size());
    assertEquals(23_499, bio.files().get(0).entities());
    for (int i = 0; i < bio.sentences().size(); i++) {
      assertEquals(bio.sentences().get(i).words(), iob1.sentences().get(i).words());
      assertEquals(bio.sentences().get(i).entities(), iob1.sentences().get(i).entities());
    }
    List<List<String>> words = bio.sentences().stream().map(TaggedSentence::words).toList();
    assertEquals(WordSplitting.WORDS, WordSplitting.of(words));
  }

  @Test
  void everyFileIsRead() throws IOException {
    try (Stream<Path> files = Files.walk(DATA).filter(Files::isRegularFile).sorted()) {
      for (Path file : files.toList()) {
        NerDataset data = read(DATA.relativize(file).toString());
        String content = Files.readString(file);
        long words =
            content
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("-DOCSTART-"))
                .count();
        assertEquals(words, data.files().get(0).words(), file.toString());
        assertTrue(data.files().get(0).entities() > 0);
        boolean digits = file.toString().contains("weibo"); // they are not cut off here
        if (file.toString().contains("train") && !digits) {
          assertEquals(
              file.toString().contains("-zh") ? WordSplitting.CHARACTERS : WordSplitting.WORDS,
              WordSplitting.of(data.sentences().stream().map(TaggedSentence::words).toList()),
              file.toString());
        }
      }
    }
  }
}
