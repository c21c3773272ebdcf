package org.bert4j.examples.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bert4j.common.io.AtomicFile;
import picocli.CommandLine.Option;

/** Where predictions go: a file that appears complete or not at all, or standard output. */
final class PredictionOutput {
  /** Says standard input in place of a file. */
  static final String STANDARD_INPUT = "-";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where predictions go. Default: standard output.")
  private Path output;

  /** What writes predictions. */
  @FunctionalInterface
  interface Body {
    void writeTo(Writer out) throws IOException;
  }

  /** Opens a file, or standard input. */
  @FunctionalInterface
  interface Opener {
    InputStream open(Path file) throws IOException;
  }

  /**
   * Opens what is to be predicted.
   *
   * @param input a file, or {@link #STANDARD_INPUT}
   * @param opener opens files
   */
  static InputStream open(String input, Opener opener) throws IOException {
    return input.equals(STANDARD_INPUT) ? System.in : opener.open(Path.of(input));
  }

  /** What is read, for messages. */
  static String name(String input) {
    return input.equals(STANDARD_INPUT) ? "standard input" : input;
  }

  /** Whether there is a file, so that the console is free for other lines. */
  boolean isFile() {
    return output != null;
  }

  /**
   * Refuses what cannot be written, before hours of work.
   *
   * @throws IllegalArgumentException if it is no file in a directory that exists
   */
  void requireWritable() {
    Path directory = output == null ? null : output.toAbsolutePath().getParent();
    if (directory != null && (Files.isDirectory(output) || !Files.isDirectory(directory))) {
      throw new IllegalArgumentException(
          output + ": expected a file to write to, in a directory that exists");
    }
  }

  /**
   * Writes predictions.
   *
   * @param console standard output, which hears the file's name where there is one
   * @param body writes them
   */
  void write(PrintWriter console, Body body) throws IOException {
    if (output == null) {
      body.writeTo(console);
      console.flush();
      return;
    }
    AtomicFile.write(
        output,
        channel -> {
          // JSON may hold halves of surrogate pairs, which UTF-8 cannot: they become question
          // marks.
          Writer writer =
              new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8);
          body.writeTo(writer);
          writer.flush();
        });
    console.println(output);
  }

  /** Nothing is gained by predicting what nobody reads any more. */
  static void requireReader(Writer out) {
    if (out instanceof PrintWriter printer && printer.checkError()) {
      throw new UncheckedIOException(new IOException("standard output cannot be written to"));
    }
  }
}
