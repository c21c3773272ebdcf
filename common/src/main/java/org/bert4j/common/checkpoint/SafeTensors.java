package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bert4j.common.io.GitLfs;

/**
 * An open safetensors file. Files of any size need a buffer of 64 KiB; elements may be F64, F32,
 * F16, BF16, I64, I32, I16, I8, U8 or BOOL.
 */
public final class SafeTensors implements TensorFile {
  private final Path file;
  private final FileChannel channel;
  private final SafeTensorsHeader header;
  private final ChannelReader reader = new ChannelReader(ByteOrder.LITTLE_ENDIAN);

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
    GitLfs.refusePointer(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new SafeTensors(file, channel, SafeTensorsHeader.read(channel, file));
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public Path path() {
    return file;
  }

  @Override
  public Set<String> names() {
    return header.tensors().keySet();
  }

  @Override
  public List<Long> shape(String name) {
    return entry(name).shape();
  }

  @Override
  public void read(String name, FloatTensor target) throws IOException {
    TensorEntry entry = entry(name);
    target.requireShape(entry.shape(), file, name);
    channel.position(header.dataStart() + entry.begin());
    reader.floats(channel, entry.dtype(), target.values().duplicate());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private TensorEntry entry(String name) {
    TensorEntry entry = header.tensors().get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: no tensor %s", file, name));
    }
    return entry;
  }
}
