package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bert4j.common.io.GitLfsPointer;

/** The files that a model's weights may be in, the most preferred first. */
enum WeightFormat {
  SAFETENSORS("model.safetensors", WeightFormat::safeTensors),
  SHARDED_SAFETENSORS(
      "model.safetensors.index.json",
      index -> ShardedTensors.open(index, WeightFormat::safeTensors)),
  PYTORCH("pytorch_model.bin", WeightFormat::pyTorch),
  SHARDED_PYTORCH(
      "pytorch_model.bin.index.json", index -> ShardedTensors.open(index, WeightFormat::pyTorch)),
  TENSORFLOW("bert_model.ckpt.index", TensorFlowCheckpoint::open);

  private final String fileName;
  private final ShardedTensors.Opener opener;

  WeightFormat(String fileName, ShardedTensors.Opener opener) {
    this.fileName = fileName;
    this.opener = opener;
  }

  private static TensorFile safeTensors(Path file) throws IOException {
    GitLfsPointer.refuse(file);
    return SafeTensors.open(file);
  }

  private static TensorFile pyTorch(Path file) throws IOException {
    GitLfsPointer.refuse(file);
    return PyTorchFile.open(file);
  }

  String fileName() {
    return fileName;
  }

  /** The format of a directory's weights, if it has any. */
  static Optional<WeightFormat> of(Path directory) {
    return Arrays.stream(values())
        .filter(format -> Files.isRegularFile(directory.resolve(format.fileName)))
        .findFirst();
  }

  /** Names of all the files, for people. */
  static String fileNames() {
    List<String> names = Arrays.stream(values()).map(WeightFormat::fileName).toList();
    return String.join(", ", names);
  }

  /** Opens the weights in a directory that has them in this format. */
  TensorFile open(Path directory) throws IOException {
    return opener.open(directory.resolve(fileName));
  }
}
