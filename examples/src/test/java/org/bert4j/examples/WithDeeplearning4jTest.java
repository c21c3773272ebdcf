package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code for Deeplearning4j's users is what is compiled here, and it works. */
class WithDeeplearning4jTest {
  private static final Path SOURCE =
      Path.of("src/test/java/org/bert4j/examples/WithDeeplearning4j.java");

  @TempDir Path directory;

  private Path data(String name, int sentences) throws IOException {
    Random random = new Random(name.length());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentences; i++) {
      for (String word : List.of("Anna B-PER", "sings O", "in O", "Ulm B-LOC", "now O")) {
        text.append(random.nextInt(4) > 0 ? word + "\n" : "");
      }
      text.append(". O\n\n");
    }
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void theProgramFineTunesAndSaves() throws IOException {
    Path model = directory.resolve("run");
    SmallModel.in(directory).pretrain(model);
    Path output = directory.resolve("saved");
    WithDeeplearning4j.main(
        new String[] {
          model.toString(),
          data("train.conll", 300).toString(),
          data("te.conll", 40).toString(),
          output.toString()
        });
    assertEquals(
        CheckpointDirectory.open(model).config(), CheckpointDirectory.open(output).config());
  }

  @Test
  void theReadmeShowsThisCode() throws IOException {
    List<String> lines = Files.readAllLines(SOURCE);
    int begin = indexOf(lines, "// README begins");
    int end = indexOf(lines, "// README ends");
    String code = squeezed(lines.subList(begin + 1, end));
    List<String> readme = Files.readAllLines(Path.of("..", "README.md"));
    int section = indexOf(readme, "## With Deeplearning4j");
    int next = section + 1;
    while (!readme.get(next).startsWith("## ")) {
      next++;
    }
    assertTrue(next - section <= 40, "lines: " + (next - section));
    String shown = squeezed(readme.subList(section, next));
    assertTrue(shown.contains(code), "the README's section differs from " + SOURCE);
  }

  private static int indexOf(List<String> lines, String text) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError("no line with " + text);
  }

  private static String squeezed(List<String> lines) {
    return lines.stream().collect(Collectors.joining()).replaceAll("\\s+", "");
  }
}
