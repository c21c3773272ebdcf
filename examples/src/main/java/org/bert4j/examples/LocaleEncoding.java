package org.bert4j.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds what was lost before the program began: the JVM reads arguments and file names in the
 * locale's encoding, and puts question marks, or other characters, for what that does not have.
 */
final class LocaleEncoding {
  /** The arguments as they were given, on Linux; the last are the program's. */
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private LocaleEncoding() {}

  /**
   * Compares the program's arguments, and its working directory, with what was given in UTF-8.
   *
   * @param arguments as the JVM read them
   * @return one line that says what was lost and what to set
   */
  static Optional<String> lost(String[] arguments) {
    if (!Files.isDirectory(Path.of(""))) {
      return Optional.of(advice("the name of the working directory"));
    }
    List<byte[]> given = commandLine();
    int first = given.size() - arguments.length;
    for (int i = 0; i < arguments.length && first >= 0; i++) {
      byte[] bytes = given.get(first + i);
      String text = new String(bytes, StandardCharsets.UTF_8);
      boolean ascii = text.chars().allMatch(c -> c < 0x80);
      if (!ascii && !Arrays.equals(bytes, arguments[i].getBytes(StandardCharsets.UTF_8))) {
        return Optional.of(advice("the argument " + text));
      }
    }
    return Optional.empty();
  }

  private static String advice(String what) {
    String encoding = System.getProperty("sun.jnu.encoding");
    return encoding.equals("UTF-8")
        ? what + " is not in UTF-8"
        : what
            + " cannot be read in the locale's encoding, "
            + encoding
            + "; set LC_ALL=C.UTF-8, or another locale in UTF-8 that is installed";
  }

  /** Empty where there is no such file: elsewhere the JVM has asked the system for Unicode. */
  private static List<byte[]> commandLine() {
    List<byte[]> all = new ArrayList<>();
    try {
      // Every byte as a character of its own.
      String bytes = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
      for (int start = 0, end; (end = bytes.indexOf('\0', start)) >= 0; start = end + 1) {
        all.add(bytes.substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      return List.of();
    }
    return all;
  }
}
