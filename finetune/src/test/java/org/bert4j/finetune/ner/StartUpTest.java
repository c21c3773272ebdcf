package org.bert4j.finetune.ner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.finetune.ner.data.WordSplitting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that only tags does not pay for ND4J. */
class StartUpTest {
  @TempDir Path directory;

  @Test
  void aServiceThatTagsLoadsNothingOfDeeplearning4j() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                StartUpTest.class.getName(),
                RandomNerModel.in(directory, WordSplitting.RUNS, "PER").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertTrue(out.contains("org.bert4j.finetune.ner.NerTagger"), "classes are logged");
    List<String> loaded =
        out.lines()
            .filter(line -> line.contains(" org.nd4j.") || line.contains(" org.deeplearning4j."))
            .toList();
    assertEquals(List.of(), loaded);
  }

  /** The service. */
  public static void main(String[] arguments) throws IOException {
    try (NerTagger tagger = NerTagger.load(Path.of(arguments[0]))) {
      tagger.tag("Anna lives in Ulm.");
    }
  }
}
