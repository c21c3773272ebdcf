package org.bert4j.common.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.FileFailure;

/** {@code metrics.jsonl}: one JSON object a logged step, each step once, also over resumes. */
public final class MetricsLog implements AutoCloseable {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().addModule(new UndefinedAsNull()).build();

  private final Path file;
  private final FileChannel channel;

  private MetricsLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a log to go on after a step; lines of later steps, and one cut off by a crash, go.
   *
   * @param file the log, which need not exist
   * @param step last step to keep
   * @return the log, to be closed
   * @throws IOException if reading or writing fails
   */
  public static MetricsLog open(Path file, long step) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      channel.truncate(bytesUpTo(file, step));
      channel.position(channel.size());
      return new MetricsLog(file, channel);
    } catch (IOException e) {
      channel.close();
      throw FileFailure.of(file, e);
    }
  }

  private static long bytesUpTo(Path file, long step) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int kept = 0;
    for (int end = 0; end < bytes.length; end++) {
      if (bytes[end] == '\n') {
        if (!isUpTo(step, bytes, kept, end - kept)) {
          break;
        }
        kept = end + 1;
      }
    }
    return kept;
  }

  private static boolean isUpTo(long step, byte[] bytes, int from, int length) {
    try {
      return MAPPER.readTree(bytes, from, length).path("step").asLong() <= step;
    } catch (IOException e) { // also of bytes that look like UTF-32, such as NUL
      return false;
    }
  }

  /**
   * Adds a line.
   *
   * @param metrics what becomes its JSON object, with a number {@code step}; what is undefined,
   *     such as a mean over nothing, becomes null
   * @throws IOException if writing fails
   */
  public void append(Record metrics) throws IOException {
    byte[] line = (MAPPER.writeValueAsString(metrics) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      AtomicFile.writeFully(channel, ByteBuffer.wrap(line));
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  /**
   * Flushes to the disk, so that a checkpoint is never newer than its log.
   *
   * @throws IOException if writing fails
   */
  public void force() throws IOException {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
