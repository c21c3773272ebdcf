package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.onnx.OnnxModelWriter;
import org.bert4j.common.onnx.OnnxTask;

/**
 * Writes a checkpoint as an ONNX model, as HuggingFace's exporters do: inputs {@code input_ids},
 * {@code attention_mask}, {@code token_type_ids}, any number of sequences of any length. Beside it
 * go {@code config.json}, which has the labels, and the tokenizer's files.
 */
public final class OnnxExport {
  private static final String POOLER = "bert.pooler.dense.weight";

  private final CheckpointDirectory checkpoint;
  private final OnnxTask task;
  private final long maxBytes;

  /**
   * Of a checkpoint.
   *
   * @param checkpoint what is exported
   * @param task what the model is to compute, or null for what the checkpoint is
   */
  public OnnxExport(CheckpointDirectory checkpoint, OnnxTask task) {
    this(checkpoint, task, OnnxModelWriter.MAX_BYTES);
  }

  /** Weights of more bytes go into a file of their own. */
  OnnxExport(CheckpointDirectory checkpoint, OnnxTask task, long maxBytes) {
    this.checkpoint = checkpoint;
    this.task = task;
    this.maxBytes = maxBytes;
  }

  /**
   * Writes the model and what belongs to it, all or nothing.
   *
   * @param output file of the model; its directory is created
   * @return the files, the model last
   * @throws IllegalArgumentException if the checkpoint cannot be exported, or another file stands
   *     where one of the tokenizer or the configuration is to be
   * @throws IOException if writing fails
   */
  public List<Path> write(Path output) throws IOException {
    if (!OnnxModels.isModel(output)) {
      throw new IllegalArgumentException(
          output + ": expected a file whose name ends in .onnx to write to");
    }
    BertConfig config = checkpoint.config();
    Path directory = output.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path staging = Files.createTempDirectory(directory, AtomicFile.TEMPORARY_PREFIX);
    List<Path> written = new ArrayList<>();
    try (TensorFile file = checkpoint.weights()) {
      CheckpointWeights weights = new CheckpointWeights(file);
      OnnxTask chosen = task == null ? task(weights) : task;
      ObjectNode json = checkpoint.configJson().deepCopy();
      json.putArray("architectures").add(chosen.architecture());
      requireHead(weights, chosen);
      Map<Path, Path> moves = besides(staging, directory, json);
      boolean pooler = weights.has(POOLER);
      written.addAll(
          new OnnxModelWriter(config, chosen, pooler, weights, Provenance.version())
              .prepare(staging.resolve(output.getFileName()), maxBytes));
      for (Map.Entry<Path, Path> move : moves.entrySet()) {
        AtomicFile.rename(move.getKey(), move.getValue());
      }
      List<Path> files = new ArrayList<>(moves.values());
      for (Path prepared : written) {
        Path target = directory.resolve(prepared.getFileName());
        AtomicFile.rename(AtomicFile.temporary(prepared), target);
        files.add(output.resolveSibling(prepared.getFileName()));
      }
      return files;
    } finally {
      removeAll(staging);
    }
  }

  /** What stands beside the model: what is there already with the same content stays. */
  private Map<Path, Path> besides(Path staging, Path directory, JsonNode config)
      throws IOException {
    Path tokenizer = checkpoint.tokenizer();
    if (Files.isRegularFile(tokenizer)) {
      AtomicFile.write(staging.resolve("tokenizer.json"), Files.readAllBytes(tokenizer));
    } else {
      new TokenizerCopy(tokenizer, config).writeTo(staging);
    }
    JsonFile.write(staging.resolve(CheckpointDirectory.CONFIG), config);
    Map<Path, Path> moves = new LinkedHashMap<>();
    boolean isOwn =
        Files.exists(checkpoint.path()) && Files.isSameFile(checkpoint.path(), directory);
    try (var files = Files.list(staging)) {
      for (Path file : files.sorted().toList()) {
        Path target = directory.resolve(file.getFileName());
        if (!Files.exists(target)) {
          moves.put(file, target);
        } else if (!isOwn && Files.mismatch(file, target) >= 0) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s: belongs to another model, expected a directory for this one; choose another --output",
                  target));
        }
      }
    }
    return moves;
  }

  private static void removeAll(Path staging) throws IOException {
    try (var files = Files.list(staging)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(staging);
  }

  /** What a checkpoint is, by its head and, of classifiers, what its configuration says. */
  private OnnxTask task(CheckpointWeights weights) throws IOException {
    if (checkpoint.configJson().has("decoder_layers")) {
      throw new IllegalArgumentException(
          checkpoint.path()
              + ": a model that translates, of which only the encoder can be exported; add --task"
              + " encoder");
    }
    if (weights.has("qa_outputs.weight")) {
      return OnnxTask.QUESTION_ANSWERING;
    }
    if (weights.has("classifier.weight")) {
      String architectures = checkpoint.configJson().path("architectures").toString();
      for (OnnxTask each :
          List.of(OnnxTask.TOKEN_CLASSIFICATION, OnnxTask.SEQUENCE_CLASSIFICATION)) {
        if (architectures.contains(each.architecture())) {
          return each;
        }
      }
      return weights.has(POOLER) ? OnnxTask.SEQUENCE_CLASSIFICATION : OnnxTask.TOKEN_CLASSIFICATION;
    }
    return weights.has("cls.predictions.transform.dense.weight")
        ? OnnxTask.MASKED_LM
        : OnnxTask.ENCODER;
  }

  private void requireHead(CheckpointWeights weights, OnnxTask chosen) throws IOException {
    String needed =
        switch (chosen) {
          case ENCODER -> "bert.embeddings.word_embeddings.weight";
          case MASKED_LM -> "cls.predictions.transform.dense.weight";
          case PRE_TRAINING -> "cls.seq_relationship.weight";
          case QUESTION_ANSWERING -> "qa_outputs.weight";
          case TOKEN_CLASSIFICATION, SEQUENCE_CLASSIFICATION -> "classifier.weight";
        };
    if (!weights.has(needed)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no tensor %s, expected a checkpoint with the head of a %s; leave --task out to export what it is",
              checkpoint.path(),
              needed,
              chosen.architecture()));
    }
  }

  /** A checkpoint's weights by HuggingFace's names, however they are stored. */
  private static final class CheckpointWeights implements OnnxModelWriter.Weights {
    private final TensorFile file;
    private final Map<String, String> stored = new HashMap<>();

    CheckpointWeights(TensorFile file) {
      this.file = file;
      for (String name : file.names()) {
        if (!TensorNames.isBuffer(name)) {
          stored.putIfAbsent(TensorNames.canonical(name), name);
        }
      }
    }

    boolean has(String key) {
      return stored.containsKey(key);
    }

    @Override
    public List<Long> shape(String key) {
      return file.shape(name(key));
    }

    @Override
    public FloatBuffer read(String key) throws IOException {
      FloatBuffer values = FloatBuffer.wrap(file.floats(name(key)));
      new FloatTensor(shape(key), values).requireFinite(file.path(), key);
      return values;
    }

    private String name(String key) {
      String name = stored.get(key);
      if (name == null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s: no tensor %s, which the exported model needs", file.path(), key));
      }
      return name;
    }
  }
}
