package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.onnx.BertGraph;
import org.bert4j.common.onnx.OnnxData;
import org.bert4j.common.onnx.OnnxTensor;
import org.bert4j.common.onnx.StoredWeight;

/** An open ONNX model of a BERT, whose weights have the names of HuggingFace's classes. */
final class OnnxFile implements TensorFile {
  private final Path file;
  private final OnnxData data;
  private final BertGraph graph;
  private final ChannelReader reader = new ChannelReader(ByteOrder.LITTLE_ENDIAN);

  private OnnxFile(Path file, OnnxData data, BertGraph graph) {
    this.file = file;
    this.data = data;
    this.graph = graph;
  }

  /**
   * Opens a file and finds the model in it.
   *
   * @throws IllegalArgumentException if there is none; the message says what was found
   */
  static OnnxFile open(Path file) throws IOException {
    OnnxData data = OnnxData.open(file);
    try {
      return new OnnxFile(file, data, BertGraph.read(file, data));
    } catch (IOException | RuntimeException | Error e) {
      data.close();
      throw e;
    }
  }

  /** What the graph says of the architecture. */
  BertConfig config() {
    return graph.config();
  }

  /** The model. */
  BertGraph graph() {
    return graph;
  }

  @Override
  public Path path() {
    return file;
  }

  @Override
  public Set<String> names() {
    return graph.weights().keySet();
  }

  @Override
  public List<Long> shape(String name) {
    return weight(name).shape();
  }

  @Override
  public void read(String name, FloatTensor target) throws IOException {
    StoredWeight weight = weight(name);
    target.requireShape(weight.shape(), file, name);
    OnnxTensor tensor = weight.tensor();
    if (tensor == null) {
      for (int i = target.values().position(); i < target.values().limit(); i++) {
        target.values().put(i, 0);
      }
      return;
    }
    StridedTensor layout =
        weight.transposed()
            ? StridedTensor.transposed(tensor.dtype(), tensor.shape().get(0), tensor.shape().get(1))
            : StridedTensor.rowMajor(tensor.dtype(), tensor.shape());
    ReadableByteChannel elements = data.elements(tensor);
    try {
      layout.read(elements, reader, target);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private StoredWeight weight(String name) {
    StoredWeight weight = graph.weights().get(name);
    if (weight == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: no tensor %s", file, name));
    }
    return weight;
  }

  @Override
  public void close() throws IOException {
    data.close();
  }
}
