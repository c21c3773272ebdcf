package org.bert4j.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One command, run in a JVM of its own. */
record ChildProcess(int exitCode, String out, String err) {
  /**
   * Runs the command line.
   *
   * @param files a directory for what it says
   * @param variables of the environment; an empty value removes one
   * @param jvm options of the JVM
   * @param arguments a command and its options
   */
  static ChildProcess run(
      Path files, Map<String, String> variables, List<String> jvm, Object... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(jvm);
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), Bert4j.class.getName()));
    Stream.of(arguments).map(Object::toString).forEach(all::add);
    return start(files, variables, all);
  }

  static ChildProcess start(Path files, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(files, "out", null);
    Path err = Files.createTempFile(files, "err", null);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(variables);
    builder.environment().values().removeIf(String::isEmpty);
    Process process = builder.start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " did not end");
      }
    } finally {
      process.destroyForcibly();
    }
    return new ChildProcess(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
