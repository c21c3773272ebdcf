package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Locales with other digits, and with an encoding that has no more than ASCII. */
class LocaleTest {
  /** The JVM reads arguments and file names in this encoding, before any code of ours runs. */
  private static final Map<String, String> ASCII = Map.of("LC_ALL", "C");

  private static final List<String> LANGUAGES = List.of("fa", "ar-u-nu-arab", "bn");

  @TempDir Path folder;

  /** Runs of which each is in a locale with other digits, begun in one of them. */
  static final class Runs {
    private Runs() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      SmallModel small = SmallModel.in(folder);
      for (String language : LANGUAGES) {
        Locale.setDefault(Locale.forLanguageTag(language));
        // Else the digits are those of English, and the test shows nothing.
        assertNotEquals("7", String.format(Locale.getDefault(), "%d", 7));
        CommandLineRun run = small.pretrain(folder.resolve(language)).succeeds();
        assertTrue(run.out().chars().noneMatch(LocaleTest::isOtherDigit), run.out());
      }
    }
  }

  @Test
  void aRunHasTheSameFilesInEveryLocale() throws Exception {
    Path english = folder.resolve("en");
    SmallModel.in(folder).pretrain(english).succeeds();
    List<String> java = ChildProcess.java(Runs.class, List.of("-Duser.language=fa"), folder);
    ChildProcess child = ChildProcess.run(folder, Map.of(), java);
    assertEquals(0, child.exitCode(), child.err());
    List<Path> files = files(english);
    for (String language : LANGUAGES) {
      Path other = folder.resolve(language);
      assertEquals(files, files(other));
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(other.resolve(file));
        if (isTimed(file)) {
          String text = new String(bytes, StandardCharsets.UTF_8);
          assertTrue(text.chars().noneMatch(LocaleTest::isOtherDigit), file + ": " + text);
        } else {
          assertArrayEquals(Files.readAllBytes(english.resolve(file)), bytes, file.toString());
        }
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere arguments come in Unicode")
  void anArgumentThatTheLocaleCannotHoldIsRefused() throws Exception {
    // As UTF-8, whatever the locale of this JVM.
    List<String> shell =
        List.of("sh", "-c", "exec \"$@\" --text \"$(cat " + folder + "/text)\"", "sh");
    Files.writeString(folder.resolve("text"), "北京是中国的[MASK]都。");
    List<String> java =
        ChildProcess.java(Bert4j.class, List.of(), "fill-mask", "--model", "absent");
    ChildProcess run =
        ChildProcess.run(folder, ASCII, Stream.concat(shell.stream(), java.stream()).toList());
    assertEquals(2, run.exitCode(), run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("bert4j: the argument 北京是中国的[MASK]都。 "), run.err());
    assertTrue(run.err().contains("set LC_ALL=C.UTF-8"), run.err());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void messagesAreInUtf8WhateverTheLocale() throws Exception {
    Path model = Files.createDirectory(folder.resolve("model"));
    String config =
        SmallModel.json(16).replace("}", ", \"vocab_size\": 9, \"hidden_act\": \"北京\"}");
    Files.writeString(model.resolve("config.json"), config);
    Files.writeString(model.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
    Files.createFile(model.resolve("model.safetensors"));
    List<String> java =
        ChildProcess.java(
            Bert4j.class, List.of(), "fill-mask", "--model", model, "--text", "[MASK]");
    ChildProcess run = ChildProcess.run(folder, ASCII, java);
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains("北京"), run.err());
  }

  private static boolean isOtherDigit(int character) {
    return Character.isDigit(character) && character > '9';
  }

  /** Files that say how long something took. */
  private static boolean isTimed(Path file) {
    return file.toString()
        .matches("metrics.jsonl|results.json|report.html|.*provenance.json|.*training/.*[.]json");
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(directory::relativize).sorted().toList();
    }
  }
}
