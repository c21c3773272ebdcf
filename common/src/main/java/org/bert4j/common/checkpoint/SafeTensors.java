package org.bert4j.common.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * An open safetensors file. Tensors are read one at a time, straight into the caller's memory, so
 * that files of any size need a buffer of 64 KiB; their elements may be F64, F32, F16, BF16, I64,
 * I32, I16, I8, U8 or BOOL and become floats. Not thread-safe.
 */
public final class SafeTensors implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final SafeTensorsHeader header;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private SafeTensors(Path file, FileChannel channel, SafeTensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens a file and checks its whole header.
   *
   * @param file the file
   * @return the open file, to be closed by the caller
   * @throws IllegalArgumentException if it is not a whole safetensors file: a header that is cut
   *     off, over 100 MB or not JSON, a name twice, an unknown element type, a shape that does not
   *     match its bytes, tensors that overlap or leave gaps, missing data
   * @throws IOException if reading fails
   */
  public static SafeTensors open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": no such file, expected a safetensors file");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new SafeTensors(file, channel, SafeTensorsHeader.read(channel, file));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Where the file is.
   *
   * @return its path, as it was given
   */
  public Path path() {
    return file;
  }

  /**
   * Names of all tensors.
   *
   * @return the names in the header's order
   */
  public Set<String> names() {
    return header.tensors().keySet();
  }

  /**
   * Shape of a tensor.
   *
   * @param name its name
   * @return its sizes, the outermost first
   * @throws IllegalArgumentException if the file has no such tensor
   */
  public List<Long> shape(String name) {
    return entry(name).shape();
  }

  /**
   * Reads a tensor, converting its elements to floats.
   *
   * @param name its name
   * @param target receives the values; its shape must be the tensor's
   * @throws IllegalArgumentException if the file has no such tensor or it has another shape
   * @throws IOException if reading fails
   */
  public void read(String name, FloatTensor target) throws IOException {
    TensorEntry entry = entry(name);
    if (!entry.shape().equals(target.shape())) {
      throw new IllegalArgumentException(
          "%s: tensor %s has shape %s, expected %s"
              .formatted(file, name, entry.shape(), target.shape()));
    }
    FloatBuffer values = target.values().duplicate();
    for (long at = entry.begin(); at < entry.end(); at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, entry.end() - at));
      readFully(channel, header.dataStart() + at, buffer);
      entry.dtype().toFloats(buffer, values);
    }
  }

  /**
   * Reads a tensor into new memory.
   *
   * @param name its name
   * @return its elements in row-major order
   * @throws IllegalArgumentException if the file has no such tensor or it is too large for an array
   * @throws IOException if reading fails
   */
  public float[] floats(String name) throws IOException {
    TensorEntry entry = entry(name);
    if (entry.elements() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s: tensor %s of shape %s is too large for an array"
              .formatted(file, name, entry.shape()));
    }
    float[] values = new float[(int) entry.elements()];
    read(name, new FloatTensor(entry.shape(), FloatBuffer.wrap(values)));
    return values;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private TensorEntry entry(String name) {
    TensorEntry entry = header.tensors().get(name);
    if (entry == null) {
      throw new IllegalArgumentException("%s: no tensor %s".formatted(file, name));
    }
    return entry;
  }

  /** Fills a buffer from a position of the file and makes it ready to be taken from. */
  static void readFully(FileChannel channel, long position, ByteBuffer buffer) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at);
      if (count < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
      at += count;
    }
    buffer.flip();
  }
}
