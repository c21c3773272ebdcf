package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.io.JsonFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A configuration that asks for more than the weights are is refused before it costs memory. */
class ShapesFirstTest extends SavedModels {
  private void configure(String property, int value) throws IOException {
    ObjectNode config = JsonFile.read(Golden.path("tiny/config.json"));
    config.put(property, value);
    JsonFile.write(directory.resolve("config.json"), config);
  }

  private String refusal() throws IOException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    String message = assertThrows(IllegalArgumentException.class, checkpoint::config).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatTellsBothShapes(WeightFormat format) throws IOException {
    configure("vocab_size", 60_000_000);
    write(format, stored("tiny/model.safetensors"));
    assertEquals(
        directory.resolve(format.fileName())
            + ": tensor bert.embeddings.word_embeddings.weight has shape [120, 32], expected"
            + " [60000000, 32] as config.json describes",
        refusal());
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatTellsTheFirstLayerThatIsMissing(WeightFormat format) throws IOException {
    configure("num_hidden_layers", 10_000);
    write(format, stored("tiny/model.safetensors"));
    String message = refusal();
    assertTrue(
        message.startsWith(
            directory.resolve(format.fileName())
                + ": no tensor bert.encoder.layer.2.attention.self.query.weight of shape [32, 32]"),
        message);
  }

  @ParameterizedTest
  @CsvSource({
    "intermediate_size, 1000000, bert.encoder.layer.0.intermediate.dense.weight",
    "max_position_embeddings, 100000000, bert.embeddings.position_embeddings.weight",
    "type_vocab_size, 100000000, bert.embeddings.token_type_embeddings.weight",
    "hidden_size, 100000, bert.embeddings.word_embeddings.weight"
  })
  void everySizeIsCompared(String property, int value, String tensor) throws IOException {
    configure(property, value);
    write(WeightFormat.SAFETENSORS, stored("tiny/model.safetensors"));
    String message = refusal();
    assertTrue(message.contains(": tensor " + tensor + " has shape ["), message);
    assertTrue(message.contains(String.valueOf(value)), message);
  }

  /** An encoder alone has no prefix; a decoder may be all that holds the word embeddings. */
  @ParameterizedTest
  @EnumSource(names = {"SAFETENSORS", "PYTORCH"})
  void namesAreComparedAsTheyAreLoaded(WeightFormat format) throws IOException {
    configure("vocab_size", 120);
    Map<String, FloatTensor> stored = stored("tiny/model.safetensors");
    FloatTensor word = stored.remove("bert.embeddings.word_embeddings.weight");
    stored.put("cls.predictions.decoder.weight", word);
    FloatTensor norm = stored.remove("bert.embeddings.LayerNorm.weight");
    stored.put("embeddings.LayerNorm.gamma", norm);
    stored.put("bert.embeddings.position_ids", FloatTensor.of(FloatBuffer.allocate(64), 1, 64));
    write(format, stored);
    assertEquals(tiny().config(), CheckpointDirectory.open(directory).config());
  }
}
