package org.bert4j.finetune.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.PairLoss;
import org.bert4j.common.model.Pooling;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.text.SmallTexts;
import org.bert4j.finetune.text.TextReaderOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedTrainingTest {
  private static final SharedModel.Compute COMPUTE = new SharedModel.Compute(DataType.FP32, 2);

  @TempDir Path directory;
  private SmallTexts small;

  @BeforeEach
  void makeInput() throws IOException {
    small = SmallTexts.in(directory);
  }

  /** Pairs that are alike where both are good or both are not; scores go to 5. */
  private Path scored(String name) throws IOException {
    Random random = new Random(name.length());
    StringBuilder text = new StringBuilder("sentence1\tsentence2\tscore\n");
    for (int i = 0; i < 160; i++) {
      boolean first = random.nextBoolean();
      boolean second = random.nextBoolean();
      text.append(SmallTexts.sentence(first, random)).append('\t');
      text.append(SmallTexts.sentence(second, random)).append('\t');
      text.append(first == second ? "5.0" : "0.5").append('\n');
    }
    return Files.writeString(directory.resolve(name), text);
  }

  /** Pairs of a word and itself, without scores. */
  private Path partners(String name) throws IOException {
    List<String> words = List.of("good", "bad", "film", "plot", "grim", "nice", "the", "and");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      for (String word : words) {
        text.append(word).append(" is a\t").append("the ").append(word).append('\n');
      }
    }
    return Files.writeString(directory.resolve(name), text);
  }

  private JsonNode train(Path output, Path data, EmbedData.Learning learning, int epochs)
      throws IOException {
    EmbedData files =
        new EmbedData(
            List.of(data), List.of(data), List.of(data), TextReaderOptions.DEFAULT, learning);
    return EmbedTraining.run(small.config(output, false, epochs, files), FineTuningListener.NONE)
        .orElseThrow();
  }

  @Test
  void scoresAreLearnedAndTheRunIsASentenceTransformer() throws IOException {
    Path output = directory.resolve("run");
    JsonNode results =
        train(
            output,
            scored("pairs.tsv"),
            new EmbedData.Learning(null, PairLoss.DEFAULT_SCALE, Pooling.CLS, true),
            12);
    assertTrue(results.at("/test/spearman").asDouble() > 0.8, results::toString);
    Path best = CheckpointDirectory.open(output).path();
    JsonNode modules = JsonFile.readArray(best.resolve("modules.json"));
    assertEquals("sentence_transformers.models.Transformer", modules.at("/0/type").asText());
    assertEquals("2_Normalize", modules.at("/2/path").asText());
    JsonNode pooling = JsonFile.read(best.resolve("1_Pooling").resolve("config.json"));
    assertTrue(pooling.path("pooling_mode_cls_token").asBoolean());
    assertFalse(pooling.path("pooling_mode_mean_tokens").asBoolean());
    assertEquals(32, pooling.path("word_embedding_dimension").asInt());
    try (SentenceEmbedder embedder = SentenceEmbedder.load(output)) {
      assertEquals(new EmbeddingSettings(Pooling.CLS, true, 24, false), embedder.settings());
      assertTrue(embedder.isDescribed());
      float[] vector = embedder.embed("a nice film");
      assertEquals(32, vector.length);
      assertEquals(1, Vectors.cosine(vector, vector), 1e-6);
      double length = 0;
      for (float each : vector) {
        length += each * each;
      }
      assertEquals(1, length, 1e-5);
      double alike = embedder.similarity("a nice film", "the plot is great");
      double other = embedder.similarity("a nice film", "the plot is grim");
      assertTrue(alike > other + 0.3, alike + " " + other);
      assertArrayEquals(vector, embedder.embedAll(List.of("grim", "a nice film")).get(1), 1e-5f);
    }
  }

  @Test
  void partnersAreFoundAmongAllOfABatch() throws IOException {
    Path output = directory.resolve("run");
    JsonNode results = train(output, partners("pairs.tsv"), EmbedData.Learning.DEFAULT, 6);
    // Each text stands there 20 times, so that the first of its equals is as close as its partner.
    assertEquals(8.0 / 160, results.at("/test/accuracy").asDouble(), 1e-9);
    try (SentenceEmbedder embedder = SentenceEmbedder.load(output)) {
      List<float[]> texts = embedder.embedAll(List.of("the good", "the bad", "the film"));
      texts.forEach(SentenceEmbedder::normalize);
      List<float[]> query = embedder.embedAll(List.of("bad is a"));
      query.forEach(SentenceEmbedder::normalize);
      try (VectorIndex index = VectorIndex.of(texts, 1)) {
        assertEquals(1, index.search(query, 3).ids()[0][0]);
      }
    }
  }

  @Test
  void whatADirectorySaysMayBeChanged() throws IOException {
    Path output = directory.resolve("run");
    train(output, scored("pairs.tsv"), EmbedData.Learning.DEFAULT, 1);
    SentenceEmbedder.Options changed = new SentenceEmbedder.Options(Pooling.MAX, true, 5, "the ");
    try (SentenceEmbedder usual = SentenceEmbedder.load(output);
        SentenceEmbedder other = SentenceEmbedder.load(output, changed, COMPUTE)) {
      assertEquals(Pooling.MEAN, usual.settings().pooling());
      assertEquals(new EmbeddingSettings(Pooling.MAX, true, 5, false), other.settings());
      assertEquals(1, other.longTexts(List.of("a film is", "a")));
      assertArrayEquals(other.embed("film is and"), other.embed("film is a"), 1e-6f);
    }
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    SentenceEmbedder.load(
                        output, new SentenceEmbedder.Options(null, null, 400, ""), COMPUTE))
            .getMessage();
    assertTrue(message.contains("max_seq_length is 400, expected at most"), message);
  }

  /** As older versions of sentence-transformers wrote it, with the encoder in a folder. */
  @Test
  void theEncoderMayBeInAFolder() throws IOException {
    Path output = directory.resolve("run");
    train(output, scored("pairs.tsv"), EmbedData.Learning.DEFAULT, 1);
    Path best = CheckpointDirectory.open(output).path();
    Path old = directory.resolve("old");
    Path encoder = Files.createDirectories(old.resolve("0_Transformer"));
    for (String name :
        List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
      Files.copy(best.resolve(name), encoder.resolve(name));
    }
    Files.writeString(
        encoder.resolve("sentence_bert_config.json"),
        "{\"max_seq_length\": 12, \"do_lower_case\": false}");
    Files.createDirectories(old.resolve("1_Pooling"));
    Files.writeString(
        old.resolve("modules.json"),
        """
        [{"idx": 0, "name": "0", "path": "0_Transformer", "type": "sentence_transformers.models.Transformer"},
         {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]
        """);
    Files.writeString(
        old.resolve("1_Pooling/config.json"),
        "{\"pooling_mode_cls_token\": false, \"pooling_mode_max_tokens\": true}");
    try (SentenceEmbedder embedder = SentenceEmbedder.load(old)) {
      assertEquals(new EmbeddingSettings(Pooling.MAX, false, 12, false), embedder.settings());
    }
    Files.writeString(
        old.resolve("1_Pooling/config.json"), "{\"pooling_mode_mean_sqrt_len_tokens\": true}");
    assertRefused(old, "expected one pooling mode");
    Files.writeString(
        old.resolve("modules.json"),
        "[{\"path\": \"\", \"type\": \"sentence_transformers.models.Dense\"}]");
    assertRefused(old, "a module of type \"sentence_transformers.models.Dense\"");
    Files.writeString(
        old.resolve("modules.json"),
        "[{\"path\": \"../other\", \"type\": \"sentence_transformers.models.Transformer\"}]");
    assertRefused(old, "leads out of the directory");
  }

  private static void assertRefused(Path model, String words) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> SentenceEmbedder.load(model))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains(words), message);
  }

  @Test
  void wrongPairsAreRefused() throws IOException {
    Path mixed =
        Files.writeString(directory.resolve("m.tsv"), "sentence1\tsentence2\tscore\na\tb\tx\n");
    Path single = Files.writeString(directory.resolve("s.csv"), "text,label\na,1\n");
    Path none = partners("none.tsv");
    EmbedData.Learning cosine = new EmbedData.Learning(PairLoss.Kind.COSINE, 20, null, null);
    refused(mixed, EmbedData.Learning.DEFAULT, "m.tsv:2: the score is \"x\", expected a number");
    refused(single, EmbedData.Learning.DEFAULT, "s.csv:2: a single text, expected a pair");
    refused(none, cosine, "pairs without scores");
  }

  private void refused(Path data, EmbedData.Learning learning, String words) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> train(directory.resolve("refused"), data, learning, 1))
            .getMessage();
    assertTrue(message.contains(words), message);
  }
}
