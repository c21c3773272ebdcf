package org.bert4j.common.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertModel;

/**
 * Compares the encoder that a configuration describes with the tensors that a file has, from names
 * and shapes alone: a few wrong characters in the configuration must not cost the memory that they
 * ask for.
 */
final class EncoderShapes {
  private final TensorFile file;
  private final Path configFile;

  /** Names in the file by canonical name. */
  private final Map<String, String> stored = new HashMap<>();

  EncoderShapes(TensorFile file, Path configFile) {
    this.file = file;
    this.configFile = configFile;
    for (String name : file.names()) {
      if (!TensorNames.isBuffer(name)) {
        stored.putIfAbsent(TensorNames.canonical(name), name);
      }
    }
  }

  /**
   * Looks for one layer after the other, so that a file without them ends it soon.
   *
   * @throws IllegalArgumentException if a tensor is missing or has another shape
   */
  void require(BertConfig config) {
    BertModel.embeddings(config).visit("bert.embeddings", this::require);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      BertModel.layer(config).visit("bert.encoder.layer." + i, this::require);
    }
  }

  private void require(String key, Parameter parameter) {
    String name = stored.get(key);
    List<Long> expected = Arrays.stream(parameter.shape()).boxed().toList();
    if (name == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no tensor %s of shape %s, expected every weight of the encoder that %s describes",
              file.path(),
              key,
              expected,
              configFile.getFileName()));
    }
    if (!file.shape(name).equals(expected)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: tensor %s has shape %s, expected %s as %s describes",
              file.path(),
              name,
              file.shape(name),
              expected,
              configFile.getFileName()));
    }
  }
}
