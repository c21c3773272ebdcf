package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bert4j.common.Golden;
import org.bert4j.common.io.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BertConfigTest {
  private static final String MINIMAL =
      "{'hidden_size': 32, 'num_hidden_layers': 2, 'num_attention_heads': 4,"
          + " 'intermediate_size': 64, 'vocab_size': 120 %s}";

  @TempDir Path directory;

  @Test
  void readsHuggingFaceConfig() throws IOException {
    BertConfig expected =
        new BertConfig(
            120, 32, 2, 4, 64, Activation.GELU, 0, 0, 64, 2, 0.02, 1e-12, 0, false, null);
    assertEquals(expected, BertConfig.read(Golden.path("tiny/config.json")));
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatItWrote(Activation activation) throws IOException {
    BertConfig config =
        new BertConfig(
            207, 26, 3, 13, 31, activation, 0.25, 0.5, 77, 3, 0.03, 1e-5, 206, true, 0.4);
    Path file = directory.resolve("config.json");
    JsonFile.write(file, config.toJson("BertForPreTraining"));
    assertEquals(config, BertConfig.read(file));
  }

  @Test
  void fillsInDefaults() throws IOException {
    BertConfig expected =
        new BertConfig(
            120, 32, 2, 4, 64, Activation.GELU, 0.1, 0.1, 512, 2, 0.02, 1e-12, 0, false, null);
    assertEquals(expected, BertConfig.read(file(MINIMAL.formatted(", 'pad_token_id': null"))));
  }

  @Test
  void classifierDropoutIsThatOfHiddenStatesUnlessGiven() throws IOException {
    String hidden = ", 'hidden_dropout_prob': 0.3, 'classifier_dropout': ";
    assertEquals(
        0.3, BertConfig.read(file(MINIMAL.formatted(hidden + "null"))).classifierDropoutProb());
    assertEquals(0, BertConfig.read(file(MINIMAL.formatted(hidden + "0"))).classifierDropoutProb());
  }

  /** Every property that HuggingFace wrote for BERT from 2019 on, and some of other programs. */
  @Test
  void toleratesWhatOthersWrite() throws IOException {
    String properties =
        """
        , '_name_or_path': 'bert', '_num_labels': 9, 'add_cross_attention': false,
        'architectures': ['BertForTokenClassification'], 'attn_implementation': 'sdpa',
        'bos_token_id': null, 'chunk_size_feed_forward': 0, 'classifier_dropout': null,
        'cross_attention_hidden_size': null, 'directionality': 'bidi', 'dtype': 'float32',
        'eos_token_id': null, 'finetuning_task': 'ner', 'gradient_checkpointing': false,
        'hidden_act': 'gelu_python', 'id2label': {'0': 'O'}, 'is_decoder': false,
        'is_encoder_decoder': false, 'label2id': {'O': 0}, 'language': 'en', 'model_type': 'bert',
        'name': 'Bert', 'num_labels': 1, 'output_attentions': false, 'output_past': true,
        'pad_token_id': null, 'pooler_fc_size': 768, 'pooler_num_attention_heads': 12,
        'pooler_num_fc_layers': 3, 'pooler_size_per_head': 128,
        'pooler_type': 'first_token_transform', 'position_embedding_type': 'absolute',
        'problem_type': null, 'pruned_heads': {}, 'task_specific_params': {'x': [1]},
        'tie_word_embeddings': true, 'torch_dtype': 'bfloat16', 'torchscript': false,
        'transformers_version': '5.0.0', 'use_bfloat16': false, 'use_cache': true
        """;
    assertEquals(
        BertConfig.read(file(MINIMAL.formatted(""))),
        BertConfig.read(file(MINIMAL.formatted(properties))));
  }

  @Test
  void vocabularySizeMayComeFromTheTokenizer() throws IOException {
    Path without = file(MINIMAL.formatted("").replace(", 'vocab_size': 120", ""));
    assertEquals(77, BertConfig.read(without, 77).vocabSize());
    assertError("vocab_size is missing, expected an integer", () -> BertConfig.read(without));
    Path with = file(MINIMAL.formatted(""));
    assertEquals(120, BertConfig.read(with, 120).vocabSize());
    assertError(
        "vocab_size is 120, but the tokenizer has 121 word pieces; leave vocab_size out",
        () -> BertConfig.read(with, 121));
  }

  @ParameterizedTest
  @CsvSource({
    "tiny, 2, 128, 2", "mini, 4, 256, 4", "small, 4, 512, 8",
    "medium, 8, 512, 8", "base, 12, 768, 12", "large, 24, 1024, 16"
  })
  void presetsAreGooglesSizes(String name, int layers, int hiddenSize, int heads) {
    BertConfig config = BertConfig.preset(name, 30_522);
    assertEquals(
        new BertConfig(
            30_522,
            hiddenSize,
            layers,
            heads,
            4 * hiddenSize,
            Activation.GELU,
            0.1,
            0.1,
            512,
            2,
            0.02,
            1e-12,
            0,
            false,
            null),
        config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'hidden_act': 'silu' | hidden_act is silu, expected gelu, gelu_new or relu",
        "'model_type': 'roberta' | model_type is roberta, expected bert",
        "'position_embedding_type': 'relative_key'"
            + " | position_embedding_type is relative_key, expected absolute",
        "'is_decoder': true | is_decoder is true, expected false: only encoders are supported",
        "'pad_token_id': 120 | pad_token_id is 120, expected 0 to vocab_size - 1, which is 119",
        "'classifier_dropout': 1 | classifier_dropout is 1, expected 0 or more and less than 1",
        "'hidden_dropout_prob': 1"
            + " | hidden_dropout_prob is 1, expected 0 or more and less than 1",
        "'attention_probs_dropout_prob': -0.1"
            + " | attention_probs_dropout_prob is -0.1, expected 0 or more and less than 1",
        "'layer_norm_eps': 0 | layer_norm_eps is 0, expected more than 0",
        "'layer_norm_eps': 1e-300 | layer_norm_eps is 1.0E-300, expected 1.4E-45 to 3.4E38",
        "'layer_norm_eps': 1e300 | layer_norm_eps is 1.0E300, expected 1.4E-45 to 3.4E38",
        "'initializer_range': '0.02' | initializer_range is \"0.02\", expected a number",
        "'type_vocab_size': 2.5 | type_vocab_size is 2.5, expected an integer",
        "'max_position_embeddings': 99999999999"
            + " | max_position_embeddings is 99999999999, expected an integer",
        "'max_position_embeddings': 0 | max_position_embeddings is 0, expected more than 0"
      })
  void refusesWhatItCannotCompute(String property, String message) throws IOException {
    Path file = file(MINIMAL.formatted(", " + property));
    assertError(message, () -> BertConfig.read(file));
  }

  @Test
  void refusesHiddenSizeThatHeadsDoNotDivide() throws IOException {
    Path file = file(MINIMAL.formatted("").replace(": 4,", ": 5,"));
    assertError(
        "hidden_size is 32, expected a multiple of num_attention_heads, which is 5",
        () -> BertConfig.read(file));
  }

  @Test
  void refusesSizesThatNoMachineHasMemoryFor() throws IOException {
    int most = Integer.MAX_VALUE;
    Path layers = file(MINIMAL.formatted("").replaceFirst("(layers.: )\\d+", "$1" + most));
    assertError(
        "num_hidden_layers is 2147483647, expected at most 10000", () -> BertConfig.read(layers));
    Path inner = file(MINIMAL.formatted("").replaceFirst("(mediate_size.: )\\d+", "$1" + most));
    assertEquals(most, BertConfig.read(inner).intermediateSize());
    Path width =
        file(MINIMAL.formatted("").replaceFirst("(hidden_size.: )\\d+", "$1" + (most - 7)));
    String message =
        assertThrows(IllegalArgumentException.class, () -> BertConfig.read(width)).getMessage();
    assertTrue(message.contains("(hidden_size 2147483640, num_hidden_layers"), message);
  }

  @Test
  void namesThePositionOfBrokenJson() throws IOException {
    Path file = file("{'hidden_size': 32,\n 'num_hidden_layers': }");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BertConfig.read(file));
    assertEquals(1, e.getMessage().lines().count());
    assertEquals(
        file + ": broken JSON at line 2, column 23", e.getMessage().substring(0, at(e, "23")));
  }

  private static int at(IllegalArgumentException e, String end) {
    return e.getMessage().lastIndexOf(end) + end.length();
  }

  @Test
  void refusesUnknownPreset() {
    assertThrows(IllegalArgumentException.class, () -> BertConfig.preset("huge", 30_522));
  }

  private void assertError(String message, org.junit.jupiter.api.function.Executable read) {
    String found = assertThrows(IllegalArgumentException.class, read).getMessage();
    assertEquals(directory.resolve("config.json") + ": " + message, found);
  }

  private Path file(String json) throws IOException {
    return Files.writeString(directory.resolve("config.json"), json.replace('\'', '"'));
  }
}
