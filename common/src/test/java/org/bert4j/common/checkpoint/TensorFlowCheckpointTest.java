package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFlowCheckpointTest {
  @TempDir Path directory;
  private Path index;

  @BeforeEach
  void name() {
    index = directory.resolve("bert_model.ckpt.index");
  }

  @ParameterizedTest
  @CsvSource({
    "bert/embeddings/word_embeddings, bert.embeddings.word_embeddings.weight",
    "bert/embeddings/LayerNorm/gamma, bert.embeddings.LayerNorm.weight",
    "bert/embeddings/LayerNorm/beta, bert.embeddings.LayerNorm.bias",
    "bert/encoder/layer_11/attention/self/query/kernel,"
        + " bert.encoder.layer.11.attention.self.query.weight",
    "bert/encoder/layer_0/output/dense/bias, bert.encoder.layer.0.output.dense.bias",
    "bert/pooler/dense/kernel, bert.pooler.dense.weight",
    "cls/predictions/output_bias, cls.predictions.bias",
    "cls/predictions/transform/dense/kernel, cls.predictions.transform.dense.weight",
    "cls/seq_relationship/output_weights, cls.seq_relationship.weight",
    "cls/seq_relationship/output_bias, cls.seq_relationship.bias",
    "cls/squad/output_weights, qa_outputs.weight",
    "output_weights, classifier.weight",
    "output_bias, classifier.bias",
    "loss_scale, loss_scale"
  })
  void translatesGooglesNames(String variable, String name) {
    assertEquals(Optional.of(name), GoogleNames.huggingFace(variable));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "global_step",
        "bert/embeddings/word_embeddings/adam_m",
        "bert/pooler/dense/kernel/adam_v",
        "output_weights/Adam_1",
        "beta1_power"
      })
  void leavesOutTheOptimizer(String variable) {
    assertEquals(Optional.empty(), GoogleNames.huggingFace(variable));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsSeveralDataFilesAndBlocks(int shards) throws IOException {
    TensorFlowWriter writer = new TensorFlowWriter(shards);
    int count = 13;
    for (int i = 0; i < count; i++) {
      writer.add("bert/encoder/layer_" + i + "/output/dense/bias", tensor(i, 31));
      writer.add("bert/encoder/layer_" + i + "/output/dense/bias/adam_m", tensor(-1, 31));
    }
    writer.write(index);
    try (TensorFlowCheckpoint file = TensorFlowCheckpoint.open(index)) {
      assertEquals(count, file.names().size());
      for (int i = 0; i < count; i++) {
        String name = "bert.encoder.layer." + i + ".output.dense.bias";
        assertEquals(tensor(i, 31).values(), FloatBuffer.wrap(file.floats(name)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'model.ckpt-1000', model.ckpt-1000",
    "'model', model",
    "'bert_model.ckpt,model.ckpt-9', bert_model.ckpt",
    "'model.ckpt-9,model.ckpt-10,checkpoint:./model.ckpt-10', model.ckpt-10",
    "'model.ckpt-9,model.ckpt-10,checkpoint:/gone/elsewhere/model.ckpt-9', model.ckpt-9"
  })
  void findsTheIndexUnderAnyName(String files, String expected) throws IOException {
    writeNames(files);
    assertEquals(
        Optional.of(expected).filter(name -> !name.isEmpty()).map(name -> name + ".index"),
        TensorFlowIndex.in(directory).map(file -> file.getFileName().toString()));
    Files.writeString(directory.resolve("other.index"), "no data belongs to it");
    assertEquals(!expected.isEmpty(), TensorFlowIndex.in(directory).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.ckpt-10,model.ckpt-9",
        "model.ckpt-10,model.ckpt-9,checkpoint:model.ckpt-11",
        "model.ckpt-10,model.ckpt-9,checkpoint:"
      })
  void refusesToChooseAmongIndexes(String files) throws IOException {
    writeNames(files);
    String message =
        assertThrows(IllegalArgumentException.class, () -> TensorFlowIndex.in(directory))
            .getMessage();
    assertEquals(
        directory
            + ": 2 TensorFlow checkpoints (model.ckpt-10.index, model.ckpt-9.index), expected one,"
            + " or the file \"checkpoint\" that names it; move the others away",
        message);
  }

  /** Checkpoints of these names, and what {@code checkpoint} says is the newest. */
  private void writeNames(String files) throws IOException {
    for (String name : files.split(",")) {
      if (name.startsWith("checkpoint:")) {
        String newest = "model_checkpoint_path: \"" + name.substring(11) + "\"\n";
        String all = "all_model_checkpoint_paths: \"model.ckpt-9\"\n";
        Files.writeString(directory.resolve("checkpoint"), newest + all);
      } else if (!name.isEmpty()) {
        Files.createFile(directory.resolve(name + ".index"));
        Files.createFile(directory.resolve(name + ".data-00000-of-00001"));
      }
    }
  }

  @Test
  void transposesKernelsOnly() throws IOException {
    TensorFlowWriter writer = new TensorFlowWriter(1);
    writer.add("bert/pooler/dense/kernel", tensor(0, 2, 3));
    writer.add("cls/seq_relationship/output_weights", tensor(0, 2, 3));
    writer.write(index);
    try (TensorFlowCheckpoint file = TensorFlowCheckpoint.open(index)) {
      assertEquals(List.of(3L, 2L), file.shape("bert.pooler.dense.weight"));
      assertEquals(
          FloatBuffer.wrap(new float[] {0, 3, 1, 4, 2, 5}),
          FloatBuffer.wrap(file.floats("bert.pooler.dense.weight")));
      assertEquals(
          tensor(0, 2, 3).values(), FloatBuffer.wrap(file.floats("cls.seq_relationship.weight")));
    }
  }

  @Test
  void refusesDataThatIsMissingCutOffOrChanged() throws IOException {
    TensorFlowWriter writer = new TensorFlowWriter(2);
    writer.add("output_bias", tensor(0, 7));
    writer.write(index);
    Path data = directory.resolve("bert_model.ckpt.data-00001-of-00002");
    byte[] bytes = writer.data(1);
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] ^= 1;
      Files.write(data, bytes);
      bytes[at] ^= 1;
      try (TensorFlowCheckpoint file = TensorFlowCheckpoint.open(index)) {
        String message =
            assertThrows(IllegalArgumentException.class, () -> file.floats("classifier.bias"))
                .getMessage();
        assertEquals(
            data + ": the checksum of classifier.bias is wrong; copy or download it again",
            message);
      }
    }
    Files.write(data, new byte[27]);
    assertRefused(
        data
            + ": 27 bytes, but bert_model.ckpt.index says that it has 28 at 0 for classifier.bias");
    Files.delete(data);
    assertRefused(data + ": no such file, but bert_model.ckpt.index says that it has tensors");
  }

  @Test
  void refusesWhatIsNoCheckpointOfBert() throws IOException {
    assertIndexRefused(new byte[0], "last 8 bytes are not LevelDB's");
    assertIndexRefused(new byte[4000], "last 8 bytes are not LevelDB's");
    assertIndexRefused(new byte[(1 << 21) + 1], "2097153 bytes, expected at most 2097152");
    assertIndexRefused(TensorFlowWriter.table(List.of()), "no header, expected the index of a");
    TensorFlowWriter writer = new TensorFlowWriter(1);
    writer.put("_CHECKPOINTABLE_OBJECT_GRAPH", new byte[0]);
    assertIndexRefused(TensorFlowWriter.table(writer.blocks()), "a checkpoint of TensorFlow 2's");
    List<byte[]> twice = new TensorFlowWriter(1).blocks();
    assertIndexRefused(TensorFlowWriter.table(List.of(twice.get(0), twice.get(0))), "two keys");
  }

  @Test
  void refusesVariablesOfOtherKinds() throws IOException {
    assertEntryRefused(entry(7, 4), "x: element type 7 of TensorFlow, expected floats or integers");
    assertEntryRefused(entry(1, 5), "x: 5 bytes for F32 of shape [], expected 4; the index is");
    byte[] slice = TensorFlowWriter.message().bytes();
    assertEntryRefused(
        TensorFlowWriter.message().field(1, 1).field(7, slice).bytes(), "x: partitioned");
    byte[] negative = TensorFlowWriter.message().field(1, -1).bytes();
    byte[] shape = TensorFlowWriter.message().field(2, negative).bytes();
    assertEntryRefused(
        TensorFlowWriter.message().field(1, 1).field(2, shape).bytes(), "a dimension of size -1");
    assertEntryRefused(new byte[] {8}, "the index is damaged");
    byte[] half = TensorFlowWriter.message().field(2, TensorFlowWriter.message().bytes()).bytes();
    assertEntryRefused(half, "x: element type 0 of TensorFlow");
  }

  /** Whole megabytes of the index for one shape, or for names, take no longer than to read them. */
  @Test
  void anIndexOfAMillionDimensionsOrKeysIsRefusedAtOnce() {
    TensorFlowWriter.Message shape = TensorFlowWriter.message();
    byte[] none = TensorFlowWriter.message().bytes();
    for (int i = 0; i < 900_000; i++) {
      shape.field(2, none);
    }
    byte[] entry = TensorFlowWriter.message().field(1, 1).field(2, shape.bytes()).bytes();
    assertTimeout(
        Duration.ofSeconds(2), () -> assertEntryRefused(entry, "x: more than 64 dimensions"));
    TensorFlowWriter writer = new TensorFlowWriter(1);
    for (int i = 0; i < 20_000; i++) {
      writer.put(String.format(Locale.ROOT, "x%05d", i), none);
    }
    byte[] table = TensorFlowWriter.table(writer.blocks());
    assertTimeout(Duration.ofSeconds(2), () -> assertIndexRefused(table, "more than 16384 keys"));
  }

  private static byte[] entry(int dtype, int bytes) {
    return TensorFlowWriter.message().field(1, dtype).field(5, bytes).bytes();
  }

  private void assertEntryRefused(byte[] entry, String message) throws IOException {
    TensorFlowWriter writer = new TensorFlowWriter(1);
    writer.put("x", entry);
    assertIndexRefused(TensorFlowWriter.table(writer.blocks()), message);
  }

  private void assertIndexRefused(byte[] bytes, String message) throws IOException {
    Files.write(index, bytes);
    String found = refusal();
    assertTrue(found.startsWith(index + ": ") && found.contains(message), found);
  }

  private void assertRefused(String message) {
    String found = refusal();
    assertTrue(found.startsWith(message), found);
  }

  private String refusal() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TensorFlowCheckpoint.open(index))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  /** Whatever is wrong in the index, its checksums tell; what they do not see does no harm. */
  @Test
  void survivesEveryChangedByteAndEveryLength() throws IOException {
    TensorFlowWriter writer = new TensorFlowWriter(1);
    writer.add("bert/pooler/dense/kernel", tensor(0, 2, 3));
    writer.add("bert/pooler/dense/bias", tensor(0, 3));
    writer.write(index);
    byte[] whole = Files.readAllBytes(index);
    byte[] others = {0, 1, 2, 8, 127, -128, -1};
    Damage damage = new Damage(index, TensorFlowCheckpoint::open);
    assertTrue(damage.open(whole));
    damage.cutEverywhere(whole, bytes -> bytes);
    assertEquals(1, damage.loaded(), "an index that is cut off loads");
    damage.changeEveryByte(whole, others, 3, bytes -> bytes);
    byte[] block = writer.blocks().get(0);
    damage.changeEveryByte(block, others, 16, bytes -> TensorFlowWriter.table(List.of(bytes)));
    damage.cutEverywhere(block, bytes -> TensorFlowWriter.table(List.of(bytes)));
    // Another letter in a name is harmless.
    assertTrue(damage.loaded() < damage.tried() / 2, damage.loaded() + " of " + damage.tried());
  }

  /** Counts from a first value. */
  private static FloatTensor tensor(int first, long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = first + i;
    }
    return FloatTensor.of(FloatBuffer.wrap(values), shape);
  }
}
