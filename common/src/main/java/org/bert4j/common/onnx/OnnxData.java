package org.bert4j.common.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.DType;
import org.bert4j.common.io.GitLfs;

/** The elements of a model's tensors: its file, and files beside it that tensors name. */
public final class OnnxData implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final Map<String, FileChannel> external = new HashMap<>();

  private OnnxData(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a model's file.
   *
   * @param file the file
   * @return the open file, to be closed by the caller
   * @throws IllegalArgumentException if there is none
   * @throws IOException if it cannot be opened
   */
  public static OnnxData open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": no such file, expected an ONNX model");
    }
    GitLfs.refusePointer(file);
    return new OnnxData(file, FileChannel.open(file, StandardOpenOption.READ));
  }

  /** The model's file. */
  FileChannel model() {
    return channel;
  }

  /**
   * Finds a tensor's elements.
   *
   * @param tensor of this model
   * @return its elements in row-major order, little-endian, from the first; valid until the next
   *     call
   * @throws IllegalArgumentException if they are in a file that is missing, elsewhere or too short
   * @throws IOException if reading fails
   */
  public ReadableByteChannel elements(OnnxTensor tensor) throws IOException {
    OnnxTensor.Storage storage = tensor.storage();
    if (storage.location() != null) {
      return external(tensor).position(storage.offset());
    }
    if (storage.form() == OnnxTensor.Form.VARINTS) {
      InputStream bytes = Channels.newInputStream(channel.position(storage.offset()));
      return Channels.newChannel(new VarintElements(bytes, tensor));
    }
    return channel.position(storage.offset());
  }

  /**
   * Refuses a tensor whose elements are not where it says.
   *
   * @param tensor of this model
   * @throws IllegalArgumentException if they are in a file that is missing, elsewhere or too short
   * @throws IOException if it cannot be opened
   */
  public void require(OnnxTensor tensor) throws IOException {
    if (tensor.storage().location() != null) {
      external(tensor);
    }
  }

  private FileChannel external(OnnxTensor tensor) throws IOException {
    OnnxTensor.Storage storage = tensor.storage();
    Path path = externalFile(tensor);
    FileChannel opened = external.get(storage.location());
    if (opened == null) {
      GitLfs.refusePointer(path);
      opened = FileChannel.open(path, StandardOpenOption.READ);
      external.put(storage.location(), opened);
    }
    long left = opened.size() - storage.offset();
    long size = tensor.dtype().bytes();
    if (left < 0
        || tensor.elements() > left / size
        || storage.length() >= 0 && storage.length() != tensor.elements() * size) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d bytes, but tensor %s of shape %s and type %s is to be at %d%s; the file is cut off or another's",
              path,
              opened.size(),
              Described.name(tensor.name()),
              tensor.shape(),
              tensor.dtype(),
              storage.offset(),
              storage.length() < 0 ? "" : " in " + storage.length() + " bytes"));
    }
    return opened;
  }

  /** A file in the model's directory, which no name must leave. */
  private Path externalFile(OnnxTensor tensor) throws IOException {
    String location = tensor.storage().location();
    if (location.isEmpty()
        || !location.matches("[\\w.+-][\\w .+-]*(/[\\w.+-][\\w .+-]*)*+")
        || Path.of(location).normalize().startsWith("..")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: tensor %s is in '%s', expected the name of a file in the same directory",
              file,
              Described.name(tensor.name()),
              Described.name(location)));
    }
    Path path = file.resolveSibling(location);
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no such file, but %s says that it has tensor %s; copy or download it",
              path,
              file.getFileName(),
              Described.name(tensor.name())));
    }
    return path;
  }

  /** The elements of a small tensor. */
  double[] numbers(OnnxTensor tensor) throws IOException {
    int count = Math.toIntExact(tensor.elements());
    ByteBuffer bytes =
        ByteBuffer.allocate(count * tensor.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    ReadableByteChannel from = elements(tensor);
    while (bytes.hasRemaining()) {
      if (from.read(bytes) < 0) {
        throw new IllegalArgumentException("tensor " + tensor.name() + " is cut off");
      }
    }
    bytes.flip();
    DoubleBuffer numbers = DoubleBuffer.allocate(count);
    while (numbers.hasRemaining()) {
      numbers.put(number(bytes, tensor.dtype()));
    }
    return numbers.array();
  }

  private static double number(ByteBuffer bytes, DType dtype) {
    return switch (dtype) {
      case F64 -> bytes.getDouble();
      case F32 -> bytes.getFloat();
      case F16 -> DType.halfToFloat(bytes.getShort());
      case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
      case I64 -> bytes.getLong();
      case I32 -> bytes.getInt();
      case I16 -> bytes.getShort();
      case I8 -> bytes.get();
      case U8, BOOL -> bytes.get() & 0xff;
    };
  }

  @Override
  public void close() throws IOException {
    for (FileChannel opened : external.values()) {
      opened.close();
    }
    channel.close();
  }

  /** Elements that are stored as integers of variable length, by their bytes. */
  private static final class VarintElements extends InputStream {
    private final InputStream from;
    private final OnnxTensor tensor;
    private long left;
    private long element;
    private int bytesLeft;

    VarintElements(InputStream from, OnnxTensor tensor) {
      this.from = new java.io.BufferedInputStream(from);
      this.tensor = tensor;
      left = tensor.storage().length();
    }

    @Override
    public int read() throws IOException {
      if (bytesLeft == 0) {
        if (left == 0) {
          return -1;
        }
        element = varint();
        bytesLeft = tensor.dtype().bytes();
      }
      int value = (int) (element & 0xff);
      element >>>= Byte.SIZE;
      bytesLeft--;
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = 0;
      while (count < length) {
        int value = read();
        if (value < 0) {
          return count == 0 ? -1 : count;
        }
        bytes[offset + count++] = (byte) value;
      }
      return count;
    }

    private long varint() throws IOException {
      long value = 0;
      for (int shift = 0; shift < Long.SIZE && left > 0; shift += 7, left--) {
        int group = from.read();
        value |= (group & 0x7fL) << shift;
        if (group < 0x80) {
          left--;
          return value;
        }
      }
      throw new IllegalArgumentException(
          "tensor " + Described.name(tensor.name()) + " is cut off in a number");
    }
  }
}
