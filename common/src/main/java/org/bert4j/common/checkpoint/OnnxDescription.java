package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.Labels;

/** The configuration of an ONNX model: what its graph says, and what a file beside it adds. */
final class OnnxDescription {
  private final OnnxFile file;
  private final Path configFile;

  OnnxDescription(OnnxFile file, Path configFile) {
    this.file = file;
    this.configFile = configFile;
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if the file describes another model than the graph is
   */
  BertConfig read() throws IOException {
    if (!Files.isRegularFile(configFile)) {
      return file.config();
    }
    BertConfig config = BertConfig.read(configFile);
    new EncoderShapes(file, configFile).require(config);
    BertConfig graph = file.config();
    require("num_hidden_layers", config.numHiddenLayers(), graph.numHiddenLayers());
    require("num_attention_heads", config.numAttentionHeads(), graph.numAttentionHeads());
    require("hidden_act", config.hiddenAct(), graph.hiddenAct());
    require("layer_norm_eps", (float) config.layerNormEps(), (float) graph.layerNormEps());
    return config;
  }

  private void require(String property, Object described, Object found) {
    if (!described.equals(found)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s is %s, but the graph of %s computes with %s",
              configFile,
              property,
              described,
              file.path(),
              found));
    }
  }

  /** What a graph says, as a {@code config.json} has it. */
  static JsonNode json(OnnxFile file) {
    Set<String> names = file.names();
    ObjectNode json = file.config().toJson(architecture(names));
    if (names.contains("classifier.weight")) {
      List<String> labels = new ArrayList<>();
      for (long id = 0; id < file.shape("classifier.weight").get(0); id++) {
        labels.add("LABEL_" + id);
      }
      new Labels(labels).putInto(json);
    }
    return json;
  }

  /** HuggingFace's class that has the weights. */
  private static String architecture(Set<String> names) {
    if (names.contains("cls.predictions.bias")) {
      return names.contains("cls.seq_relationship.weight")
          ? "BertForPreTraining"
          : "BertForMaskedLM";
    }
    if (names.contains("qa_outputs.weight")) {
      return "BertForQuestionAnswering";
    }
    if (names.contains("classifier.weight")) {
      return names.contains("bert.pooler.dense.weight")
          ? "BertForSequenceClassification"
          : "BertForTokenClassification";
    }
    return "BertModel";
  }
}
