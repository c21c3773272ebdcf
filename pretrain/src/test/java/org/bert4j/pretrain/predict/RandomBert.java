package org.bert4j.pretrain.predict;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bert4j.common.checkpoint.FloatTensor;
import org.bert4j.common.checkpoint.ParameterTensors;
import org.bert4j.common.checkpoint.SafeTensorsWriter;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.Activation;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Initialization;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;

/** The directory of a very small model with large random weights. */
final class RandomBert {
  static final int POSITIONS = 48;
  private static final String WORDS = "the a bus left Warsaw at clock old town of o ' . ?";

  private RandomBert() {}

  /** Writes the directory, its tensors changed before. */
  static Path in(Path directory, Consumer<Map<String, FloatTensor>> change) throws IOException {
    List<String> vocabulary =
        new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    vocabulary.addAll(List.of(WORDS.split(" ")));
    BertConfig config =
        new BertConfig(
            vocabulary.size(),
            16,
            2,
            2,
            16,
            Activation.GELU,
            0,
            0,
            POSITIONS,
            2,
            1,
            1e-12,
            0,
            false,
            null);
    try (BertTokenizer tokenizer = BertTokenizer.of(vocabulary, BertNormalization.cased())) {
      tokenizer.save(directory);
    }
    JsonFile.write(directory.resolve("config.json"), config.toJson("BertForPreTraining"));
    try (ComputeEngine engine = new ComputeEngine(1);
        var model =
            DataParallel.used(engine, () -> new BertForPreTraining(config), DataType.FP32)) {
      Initialization.BERT.apply(model, 1);
      Map<String, FloatTensor> tensors =
          ParameterTensors.of(model.parameters(), model.parameters().values(), "");
      change.accept(tensors);
      SafeTensorsWriter.write(directory.resolve("model.safetensors"), tensors);
    }
    return directory;
  }

  /** Changes one value of a tensor. */
  static void put(Map<String, FloatTensor> tensors, String name, float value) {
    FloatBuffer values = tensors.get(name).values();
    values.put(values.limit() - 1, value);
  }
}
