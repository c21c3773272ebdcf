package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The files that a model's weights may be in, the most preferred first. */
enum WeightFormat {
  SAFETENSORS("model.safetensors", SafeTensors::open),
  SHARDED_SAFETENSORS(
      "model.safetensors.index.json", index -> ShardedTensors.open(index, SafeTensors::open)),
  PYTORCH("pytorch_model.bin", PyTorchFile::open),
  SHARDED_PYTORCH(
      "pytorch_model.bin.index.json", index -> ShardedTensors.open(index, PyTorchFile::open)),
  TENSORFLOW(TensorFlowIndex.GOOGLE_NAME, TensorFlowCheckpoint::open) {
    @Override
    Optional<Path> file(Path directory) throws IOException {
      return TensorFlowIndex.in(directory);
    }
  },
  ONNX(OnnxModels.NAME, OnnxFile::open) {
    @Override
    Optional<Path> file(Path directory) throws IOException {
      return OnnxModels.in(directory);
    }
  };

  private final String fileName;
  private final ShardedTensors.Opener opener;

  WeightFormat(String fileName, ShardedTensors.Opener opener) {
    this.fileName = fileName;
    this.opener = opener;
  }

  String fileName() {
    return fileName;
  }

  /** The format, for people. */
  String description() {
    return switch (this) {
      case SAFETENSORS -> "safetensors";
      case SHARDED_SAFETENSORS -> "safetensors, several files";
      case PYTORCH -> "PyTorch";
      case SHARDED_PYTORCH -> "PyTorch, several files";
      case TENSORFLOW -> "TensorFlow 1";
      case ONNX -> "ONNX";
    };
  }

  /** The file of a directory that has or lists the weights in this format, if it has any. */
  Optional<Path> file(Path directory) throws IOException {
    return Optional.of(directory.resolve(fileName)).filter(Files::isRegularFile);
  }

  /**
   * The format of a directory's weights, if it has any.
   *
   * @throws IllegalArgumentException if it has several checkpoints of TensorFlow or models of ONNX
   *     and nothing says which
   */
  static Optional<WeightFormat> of(Path directory) throws IOException {
    for (WeightFormat format : values()) {
      if (format.file(directory).isPresent()) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** Names of all the files, for people. */
  static String fileNames() {
    List<String> names = Arrays.stream(values()).map(WeightFormat::fileName).toList();
    return String.join(", ", names);
  }

  /** Opens the weights in a directory that has them in this format. */
  TensorFile open(Path directory) throws IOException {
    return PrefixedTensors.of(
        opener.open(file(directory).orElseGet(() -> directory.resolve(fileName))));
  }
}
