package org.bert4j.finetune.ner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.checkpoint.ParameterTensors;
import org.bert4j.common.checkpoint.SafeTensorsWriter;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.Activation;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForTokenClassification;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Initialization;
import org.bert4j.common.model.Labels;
import org.bert4j.finetune.ner.data.WordSplitting;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * The directory of a very small model with large random weights, which predicts all sorts of
 * labels.
 */
final class RandomNerModel {
  static final int POSITIONS = 48;

  private RandomNerModel() {}

  static Path in(Path directory, WordSplitting splitting, String... types) throws IOException {
    List<String> vocabulary = vocabulary();
    EntityLabels labels = EntityLabels.ofTypes(List.of(types));
    BertConfig config =
        new BertConfig(
            vocabulary.size(),
            16,
            1,
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
    Files.createDirectories(directory);
    ObjectNode json = config.toJson("BertForTokenClassification");
    new Labels(labels.names()).putInto(json);
    new NerSettings(splitting, POSITIONS).putInto(json);
    JsonFile.write(directory.resolve("config.json"), json);
    try (ComputeEngine engine = new ComputeEngine(1);
        var model =
            DataParallel.used(
                engine,
                () -> new BertForTokenClassification(config, labels.size()),
                DataType.FP32)) {
      Initialization.BERT.apply(model, 7);
      SafeTensorsWriter.write(
          directory.resolve("model.safetensors"),
          ParameterTensors.of(model.parameters(), model.parameters().values(), ""));
    }
    try (BertTokenizer tokenizer = BertTokenizer.of(vocabulary, BertNormalization.cased())) {
      tokenizer.save(directory);
    }
    return directory;
  }

  /** Single letters and digits, so that words have many pieces; all else is unknown. */
  private static List<String> vocabulary() {
    List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    for (String characters :
        List.of("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789")) {
      for (char c : characters.toCharArray()) {
        tokens.add(String.valueOf(c));
        tokens.add("##" + c);
      }
    }
    tokens.addAll(List.of(".", ",", "-", "'", "的", "中", "国", "人", "，", "。"));
    return tokens;
  }
}
