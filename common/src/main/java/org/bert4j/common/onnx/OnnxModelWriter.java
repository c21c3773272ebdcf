package org.bert4j.common.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.model.BertConfig;

/** Writes a model's {@code ModelProto} in single precision, a weight at a time. */
public final class OnnxModelWriter {
  /** Largest file of Protocol Buffers that every program reads, with room for the graph. */
  public static final long MAX_BYTES = (1L << 31) - (1 << 24);

  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int FLOAT = 1;
  private static final int EXTERNAL = 1;
  private static final int BUFFER_BYTES = 1 << 16;

  private final GraphBuilder graph;
  private final Weights weights;
  private final String version;

  /** The weights of the checkpoint that is written. */
  public interface Weights {
    /**
     * Shape of a weight.
     *
     * @param key by HuggingFace's name
     * @return its sizes
     * @throws IllegalArgumentException if the checkpoint has none
     */
    List<Long> shape(String key);

    /**
     * Reads a weight.
     *
     * @param key by HuggingFace's name
     * @return its elements in row-major order
     * @throws IOException if reading fails
     */
    FloatBuffer read(String key) throws IOException;
  }

  /**
   * Of a model.
   *
   * @param config its architecture
   * @param task what is computed
   * @param pooler whether an encoder has one
   * @param weights its weights
   * @param version of this program
   */
  public OnnxModelWriter(
      BertConfig config, OnnxTask task, boolean pooler, Weights weights, String version) {
    boolean hasClassifier =
        task == OnnxTask.TOKEN_CLASSIFICATION || task == OnnxTask.SEQUENCE_CLASSIFICATION;
    int outputs = hasClassifier ? weights.shape("classifier.weight").get(0).intValue() : 0;
    graph = BertNodes.of(config, task, outputs, pooler);
    this.weights = weights;
    this.version = version;
  }

  /**
   * Writes the model under a temporary name, and what does not fit into one file into a second one
   * beside it.
   *
   * @param file of the model, its directory existing
   * @param maxBytes weights of a larger model go into {@code FILE_data}
   * @return files that {@link AtomicFile#rename} gives their names, the model last
   * @throws IllegalArgumentException if a weight is missing
   * @throws IOException if writing fails; there is then nothing of it
   */
  public List<Path> prepare(Path file, long maxBytes) throws IOException {
    long bytes = 0;
    for (ModelWeight weight : graph.weights()) {
      bytes += bytes(weight);
    }
    Path data = file.resolveSibling(file.getFileName() + "_data");
    if (bytes <= maxBytes) {
      AtomicFile.prepare(file, channel -> writeModel(channel, null));
      return List.of(file);
    }
    AtomicFile.prepare(data, this::writeWeights);
    try {
      AtomicFile.prepare(file, channel -> writeModel(channel, data.getFileName().toString()));
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(AtomicFile.temporary(data));
      throw e;
    }
    return List.of(data, file);
  }

  private long bytes(ModelWeight weight) {
    long elements =
        weights.shape(weight.key()).stream().reduce((long) Float.BYTES, Math::multiplyExact);
    return elements;
  }

  private List<Long> dims(ModelWeight weight) {
    List<Long> shape = weights.shape(weight.key());
    return weight.transposed() ? List.of(shape.get(1), shape.get(0)) : shape;
  }

  private void writeWeights(FileChannel channel) throws IOException {
    for (ModelWeight weight : graph.weights()) {
      writeElements(channel, weight);
    }
  }

  /** The model, its weights in a file of some name or, where that is null, in itself. */
  private void writeModel(FileChannel channel, String location) throws IOException {
    byte[] nodes = graph.withoutWeights();
    long length = nodes.length;
    long offset = 0;
    for (ModelWeight weight : graph.weights()) {
      length += head(weight, location, offset).length + (location == null ? bytes(weight) : 0);
      offset += bytes(weight);
    }
    ProtoWriter model = new ProtoWriter();
    model.number(1, IR_VERSION).text(2, "bert4j").text(3, version);
    model.message(8, new ProtoWriter().text(1, "").number(2, OPSET));
    write(channel, model.begin(7, length).toBytes());
    write(channel, nodes);
    offset = 0;
    for (ModelWeight weight : graph.weights()) {
      write(channel, head(weight, location, offset));
      offset += bytes(weight);
      if (location == null) {
        writeElements(channel, weight);
      }
    }
  }

  /** What stands before the elements of a weight. */
  private byte[] head(ModelWeight weight, String location, long offset) {
    ProtoWriter tensor = GraphBuilder.tensor(weight.name(), FLOAT, dims(weight));
    long elements = 0;
    if (location == null) {
      elements = bytes(weight);
      tensor.begin(9, elements);
    } else {
      tensor.message(13, entry("location", location));
      tensor.message(13, entry("offset", Long.toString(offset)));
      tensor.message(13, entry("length", Long.toString(bytes(weight))));
      tensor.number(14, EXTERNAL);
    }
    byte[] fields = tensor.toBytes();
    ProtoWriter head = new ProtoWriter().begin(5, fields.length + elements);
    byte[] begin = head.toBytes();
    byte[] both = java.util.Arrays.copyOf(begin, begin.length + fields.length);
    System.arraycopy(fields, 0, both, begin.length, fields.length);
    return both;
  }

  private static ProtoWriter entry(String key, String value) {
    return new ProtoWriter().text(1, key).text(2, value);
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    AtomicFile.writeFully(channel, ByteBuffer.wrap(bytes));
  }

  private void writeElements(FileChannel channel, ModelWeight weight) throws IOException {
    FloatBuffer values = weights.read(weight.key());
    List<Long> dims = dims(weight);
    int count = values.remaining();
    int rows = weight.transposed() ? dims.get(0).intValue() : 1;
    int columns = count / Math.max(rows, 1);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        buffer.putFloat(values.get(weight.transposed() ? column * rows + row : column));
        if (!buffer.hasRemaining()) {
          AtomicFile.writeFully(channel, buffer.flip());
          buffer.clear();
        }
      }
    }
    AtomicFile.writeFully(channel, buffer.flip());
  }
}
