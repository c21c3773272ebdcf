package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.GitLfs;

/**
 * An open checkpoint of TensorFlow 1 as google-research/bert writes it: {@code
 * bert_model.ckpt.index} and its data files. Names and shapes are HuggingFace's; what belongs to
 * the optimizer is left out.
 */
final class TensorFlowCheckpoint implements TensorFile {
  private static final String TENSORFLOW_2 = "_CHECKPOINTABLE_OBJECT_GRAPH";
  private static final int MAX_INDEX_BYTES = 1 << 21;

  private final Path index;
  private final ChannelReader reader;
  private final long shards;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<Long, FileChannel> data = new HashMap<>();

  private record Variable(BundleEntry entry, StridedTensor layout) {}

  private TensorFlowCheckpoint(Path index) throws IOException {
    this.index = index;
    Map<String, ByteBuffer> table = SortedTable.read(content(index));
    require(
        !table.containsKey(TENSORFLOW_2),
        "a checkpoint of TensorFlow 2's objects, expected one of TensorFlow 1's variables");
    long[] header = header(table.remove(""));
    shards = header[0];
    reader = new ChannelReader(header[1] == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    table.forEach(
        (name, entry) -> GoogleNames.huggingFace(name).ifPresent(to -> add(name, to, entry)));
  }

  /**
   * Opens a checkpoint.
   *
   * @param index its index
   * @throws IllegalArgumentException if the index is damaged or of another kind, or data is missing
   */
  static TensorFlowCheckpoint open(Path index) throws IOException {
    GitLfs.refusePointer(index);
    TensorFlowCheckpoint checkpoint;
    try {
      checkpoint = new TensorFlowCheckpoint(index);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(index + ": the index is damaged", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(index + ": " + e.getMessage(), e);
    }
    try {
      checkpoint.openData();
      return checkpoint;
    } catch (IOException | RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }

  private static ByteBuffer content(Path index) throws IOException {
    require(
        Files.size(index) <= MAX_INDEX_BYTES,
        String.format(
            Locale.ROOT,
            "%d bytes, expected at most %d of an index",
            Files.size(index),
            MAX_INDEX_BYTES));
    return ByteBuffer.wrap(Files.readAllBytes(index));
  }

  /** {@code BundleHeaderProto}: number of data files, and whether they are big-endian. */
  private static long[] header(ByteBuffer message) {
    require(message != null, "no header, expected the index of a TensorFlow checkpoint");
    long[] header = {1, 0};
    ProtoReader fields = new ProtoReader(message);
    for (int field = fields.next(); field != 0; field = fields.next()) {
      if (field == 1 || field == 2) {
        header[field - 1] = fields.number();
      }
    }
    return header;
  }

  private void add(String variable, String name, ByteBuffer message) {
    BundleEntry entry;
    try {
      entry = BundleEntry.parse(message);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "variable " + Excerpt.of(variable) + ": " + e.getMessage(), e);
    }
    List<Long> shape = entry.shape();
    StridedTensor layout =
        GoogleNames.isTransposed(variable) && shape.size() == 2
            ? StridedTensor.transposed(entry.dtype(), shape.get(0), shape.get(1))
            : StridedTensor.rowMajor(entry.dtype(), shape);
    require(
        variables.put(name, new Variable(entry, layout)) == null,
        "two variables that are HuggingFace's " + Excerpt.of(name));
  }

  private void openData() throws IOException {
    for (Map.Entry<String, Variable> variable : variables.entrySet()) {
      BundleEntry entry = variable.getValue().entry();
      FileChannel channel = data.get(entry.shard());
      if (channel == null) {
        GitLfs.refusePointer(dataFile(entry.shard()));
        channel = FileChannel.open(dataFile(entry.shard()), StandardOpenOption.READ);
        data.put(entry.shard(), channel);
      }
      if (entry.offset() < 0 || entry.bytes() > channel.size() - entry.offset()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %d bytes, but %s says that it has %d at %d for %s; the file is cut off",
                dataFile(entry.shard()),
                channel.size(),
                index.getFileName(),
                entry.bytes(),
                entry.offset(),
                Excerpt.of(variable.getKey())));
      }
    }
  }

  private Path dataFile(long shard) {
    String name = index.getFileName().toString();
    String prefix = name.substring(0, name.length() - TensorFlowIndex.SUFFIX.length());
    Path file =
        index.resolveSibling(
            String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, shard, shards));
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no such file, but %s says that it has tensors; copy or download it",
              file,
              name));
    }
    return file;
  }

  @Override
  public Path path() {
    return index;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(variables.keySet());
  }

  @Override
  public List<Long> shape(String name) {
    return variable(name).layout().shape();
  }

  @Override
  public void read(String name, FloatTensor target) throws IOException {
    Variable variable = variable(name);
    target.requireShape(variable.layout().shape(), index, name);
    BundleEntry entry = variable.entry();
    FileChannel channel = data.get(entry.shard()).position(entry.offset());
    CRC32C crc = new CRC32C();
    InputStream checked = new CheckedInputStream(Channels.newInputStream(channel), crc);
    variable.layout().read(Channels.newChannel(checked), reader, target);
    if (SortedTable.masked(crc) != entry.crc()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the checksum of %s is wrong; copy or download it again",
              dataFile(entry.shard()),
              Excerpt.of(name)));
    }
  }

  private Variable variable(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: no tensor %s", index, name));
    }
    return variable;
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : data.values()) {
      channel.close();
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
