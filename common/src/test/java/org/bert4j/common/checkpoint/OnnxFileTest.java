package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.bert4j.common.Golden;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.model.Activation;
import org.bert4j.common.model.BertConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that PyTorch's exporters wrote, see make.py beside them. */
class OnnxFileTest {
  private static final Path NATURAL = Path.of("../../shared/models");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "eager_11, pooler",
    "sdpa_14, pooler",
    "half_17, pooler",
    "eager_20, ''",
    "dynamo_sdpa_18, pooler",
    "dynamo_eager_20, pooler",
    "masked_lm_14, predictions",
    "pre_training_17, pooler predictions seq_relationship",
    "token_classification_14, classifier",
    "question_answering_14, qa_outputs",
    "dynamo_question_answering_18, qa_outputs",
    "sequence_classification_14, pooler classifier"
  })
  void everyWeightIsFound(String name, String heads) throws IOException {
    try (OnnxFile file = OnnxFile.open(exported(name))) {
      BertConfig config = file.config();
      assertEquals(
          List.of(13, 8, 1, 2, 12, 10, 2),
          List.of(
              config.vocabSize(),
              config.hiddenSize(),
              config.numHiddenLayers(),
              config.numAttentionHeads(),
              config.intermediateSize(),
              config.maxPositionEmbeddings(),
              config.typeVocabSize()));
      assertEquals(1e-12, config.layerNormEps());
      assertEquals(
          name.equals("eager_20") ? Activation.GELU_NEW : Activation.GELU, config.hiddenAct());
      Set<String> found = new TreeSet<>();
      for (String weight : file.names()) {
        assertArrayEquals(weights(weight, file.shape(weight)), file.floats(weight), weight);
        if (!weight.startsWith("bert.e")) {
          found.add(
              weight.replaceAll("^(bert|cls)\\.|\\.(transform|decoder|dense|bias|weight).*", ""));
        }
      }
      assertEquals(heads.isEmpty() ? Set.of() : new TreeSet<>(List.of(heads.split(" "))), found);
    }
  }

  /** As make.py fills them. */
  private static float[] weights(String name, List<Long> shape) {
    CRC32 crc = new CRC32();
    String key =
        name.replaceFirst("^bert\\.", "")
            .replace("cls.predictions.decoder.", "embeddings.word_embeddings.");
    crc.update(key.getBytes(StandardCharsets.UTF_8));
    float[] values = new float[(int) shape.stream().reduce(1L, Math::multiplyExact).longValue()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7L + crc.getValue()) % 127 / 64f - 1;
    }
    return values;
  }

  @Test
  void saysWhatOtherModelsAre() throws IOException {
    String roberta = refusal(exported("roberta_14"));
    assertTrue(
        roberta.contains(
            "roberta_14.onnx: no BERT encoder that can be read: embeddings whose rows are computed of"
                + " input_ids, as RoBERTa's positions are; found inputs [input_ids, attention_mask,"),
        roberta);
    String quantized = refusal(changed("eager_11", "ReduceMean", "QLinearAdd"));
    assertTrue(quantized.contains("it is quantized (QLinearAdd), expected weights in"), quantized);
    String other = refusal(changed("eager_11", "Softmax", "Sigmoid"));
    assertTrue(other.contains("attention with no Softmax of the scores; found"), other);
    String activation = refusal(changed("eager_11", "Erf", "Cos"));
    assertTrue(activation.contains("another function than gelu, gelu_new and relu"), activation);
    Path text = Files.writeString(directory.resolve("text.onnx"), "no model at all\n");
    assertTrue(refusal(text).startsWith(text + ": no ONNX model, or a damaged one: "));
    assertTrue(refusal(directory.resolve("none.onnx")).endsWith("expected an ONNX model"));
  }

  private Path changed(String name, String operator, String other) throws IOException {
    String bytes = Files.readString(exported(name), StandardCharsets.ISO_8859_1);
    return Files.writeString(
        directory.resolve("changed.onnx"),
        bytes.replace(
            "\"" + (char) operator.length() + operator, "\"" + (char) other.length() + other),
        StandardCharsets.ISO_8859_1);
  }

  private static String refusal(Path file) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> CheckpointDirectory.open(file).config())
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  /** Of a node whose input is renamed, or skipped as a field of a later version. */
  @Test
  void refusesInputsThatNothingComputes() throws IOException {
    Path file = directory.resolve("model.onnx");
    SavedModels.writeOnnx(file, SavedModels.stored("tiny/model.safetensors"));
    String model = Files.readString(file, StandardCharsets.ISO_8859_1);
    int refused = 0;
    for (int at = model.indexOf("input_ids"); at >= 0; at = model.indexOf("input_ids", at + 1)) {
      String renamed = model.substring(0, at) + "input_idx" + model.substring(at + 9);
      String skipped = model.substring(0, at - 2) + (char) (15 << 3 | 2) + model.substring(at - 1);
      for (String damaged : List.of(renamed, skipped)) {
        Files.writeString(file, damaged, StandardCharsets.ISO_8859_1);
        try {
          OnnxFile.open(file).close();
        } catch (IllegalArgumentException e) {
          assertEquals(1, e.getMessage().lines().count(), e.getMessage());
          refused++;
        }
      }
    }
    assertTrue(refused > 0, "all were read");
  }

  @Test
  void aModelAloneIsACheckpoint() throws IOException {
    Path model = directory.resolve("some.onnx");
    Files.copy(exported("token_classification_14"), model);
    for (Path path : List.of(directory, model)) {
      CheckpointDirectory checkpoint = CheckpointDirectory.open(path);
      assertEquals(13, checkpoint.config().vocabSize());
      assertEquals(5, checkpoint.labels().size());
      assertEquals(
          "BertForTokenClassification",
          checkpoint.configJson().path("architectures").path(0).asText());
      assertEquals(directory, checkpoint.tokenizer());
    }
    Path own = Files.copy(Golden.path("tiny/vocab.txt"), directory.resolve("some-tokenizer.json"));
    assertEquals(own, CheckpointDirectory.open(model).tokenizer());
    Files.copy(model, directory.resolve("other.onnx"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> CheckpointDirectory.open(directory))
            .getMessage()
            .endsWith("2 ONNX models, such as other.onnx and some.onnx; name one of these files"));
    Files.copy(model, directory.resolve("model.onnx"));
    assertEquals(13, CheckpointDirectory.open(directory).config().vocabSize());
  }

  @Test
  void whatStandsBesideAModelMustDescribeIt() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("onnx"));
    Files.copy(exported("eager_11"), folder.resolve("model.onnx"));
    Files.copy(Golden.path("tiny/vocab.txt"), directory.resolve("vocab.txt"));
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    BertConfig graph = checkpoint.config();
    var json = graph.toJson("BertModel").put("hidden_dropout_prob", 0.25);
    JsonFile.write(directory.resolve("config.json"), json);
    assertEquals(0.25, checkpoint.config().hiddenDropoutProb());
    assertEquals(0.25, CheckpointDirectory.open(folder).config().hiddenDropoutProb());
    assertTrue(
        Files.isSameFile(
            directory, CheckpointDirectory.open(folder.resolve("model.onnx")).tokenizer()));
    JsonFile.write(directory.resolve("config.json"), json.put("num_attention_heads", 4));
    String message = assertThrows(IllegalArgumentException.class, checkpoint::config).getMessage();
    assertTrue(
        message.contains("num_attention_heads is 4, but the graph of")
            && message.endsWith("computes with 2"),
        message);
  }

  /** What others published beside the weights that the graph was exported from. */
  @ParameterizedTest
  @CsvSource({"bge-small-en-v1.5, bge-en", "bge-small-zh-v1.5, bge-zh"})
  void naturalModelsEqualTheirDirectories(String name, String other) throws IOException {
    String root = System.getProperty("natural.models", NATURAL.toString());
    Path model = Path.of(root, "onnx", name + ".onnx");
    assumeTrue(Files.exists(model), () -> model + " is absent");
    try (OnnxFile file = OnnxFile.open(model);
        SafeTensors expected = SafeTensors.open(Path.of(root, other, "model.safetensors"))) {
      assertFalse(file.names().isEmpty());
      Set<String> missing = new TreeSet<>(expected.names());
      for (String weight : file.names()) {
        String key = missing.contains(weight) ? weight : weight.replaceFirst("^bert\\.", "");
        assertArrayEquals(expected.floats(key), file.floats(weight), weight);
        missing.remove(key);
      }
      missing.removeIf(key -> TensorNames.isBuffer(key));
      assertEquals(Set.of(), missing);
    }
  }

  static Path exported(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(OnnxFileTest.class.getResource("/onnx/" + name + ".onnx"))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
