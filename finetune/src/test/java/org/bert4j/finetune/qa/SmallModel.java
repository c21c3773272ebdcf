package org.bert4j.finetune.qa;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bert4j.common.checkpoint.Checkpoint;
import org.bert4j.common.checkpoint.ParameterTensors;
import org.bert4j.common.checkpoint.Provenance;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForQuestionAnswering;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Initialization;
import org.bert4j.tokenizer.BertTokenizer;

/** A checkpoint with random parameters. */
public final class SmallModel {
  private SmallModel() {}

  /** The architecture: two small layers. */
  public static ObjectNode config(int vocabularySize, int positions) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("vocab_size", vocabularySize)
        .put("hidden_size", 16)
        .put("num_hidden_layers", 2)
        .put("num_attention_heads", 2)
        .put("intermediate_size", 32)
        .put("initializer_range", 0.5)
        .put("max_position_embeddings", positions);
  }

  /** Writes a checkpoint and returns its directory. */
  public static Path write(
      Path directory, BertTokenizer tokenizer, int positions, AnswerSettings settings)
      throws IOException {
    Path files = Files.createDirectories(directory.resolve("tokenizer"));
    tokenizer.save(files);
    Path configFile = directory.resolve("small.json");
    JsonFile.write(configFile, config(tokenizer.vocabularySize(), positions));
    BertConfig config = BertConfig.read(configFile);
    try (ComputeEngine engine = new ComputeEngine(1);
        var model =
            DataParallel.used(engine, () -> new BertForQuestionAnswering(config), DataType.FP32)) {
      Initialization.BERT.apply(model, 1);
      ObjectNode json = config.toJson("BertForQuestionAnswering");
      settings.putInto(json);
      Checkpoint checkpoint =
          new Checkpoint(
              json,
              ParameterTensors.of(model.parameters(), model.parameters().values(), ""),
              files,
              Provenance.here(JsonNodeFactory.instance.objectNode(), ""),
              Map.of(),
              JsonNodeFactory.instance.objectNode());
      return RunDirectory.open(directory.resolve("run")).write(1, checkpoint).path();
    }
  }
}
