package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.CheckpointSummary;
import org.bert4j.common.model.BertConfig;
import org.bert4j.finetune.LabelSource;
import org.bert4j.finetune.embed.EmbeddingSettings;
import org.bert4j.finetune.embed.SentenceEmbedder;
import org.bert4j.tokenizer.BertTokenizer;

/** What a checkpoint is, and what can be done with it. */
final class ModelDescription {
  private static final String MLM = "cls.predictions.transform.dense.weight";
  private static final String NSP = "cls.seq_relationship.weight";
  private static final String CLASSIFIER = "classifier.weight";
  private static final String ANSWERS = "qa_outputs.weight";
  private static final String POOLER = "bert.pooler.dense.weight";
  private static final String DECODER_LAYERS = "decoder_layers";

  private final Path given;
  private final Optional<SentenceEmbedder.Description> embedding;
  private final CheckpointDirectory checkpoint;
  private final CheckpointSummary weights;
  private final JsonNode configJson;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  private ModelDescription(Path given) throws IOException {
    this.given = given;
    Path model = isWeights(given) ? directory(given) : given;
    embedding = Files.isDirectory(model) ? SentenceEmbedder.describe(model) : Optional.empty();
    checkpoint =
        CheckpointDirectory.open(
            embedding.map(SentenceEmbedder.Description::encoder).orElse(model));
    weights = checkpoint.summary();
    configJson = checkpoint.configJson();
  }

  /**
   * Looks at a model.
   *
   * @param path a directory that can be read, or a file of weights in it
   * @return what there is to say, in the order in which to say it
   * @throws IllegalArgumentException if it is no model that can be read
   * @throws IOException if reading fails
   */
  static ObjectNode of(Path path) throws IOException {
    ModelDescription description = new ModelDescription(path);
    description.describe();
    return description.json;
  }

  /** Whether a file is not a model of its own, but has the weights of its directory. */
  private static boolean isWeights(Path path) {
    String name = path.toString();
    return Files.isRegularFile(path)
        && (name.endsWith(".safetensors") || name.endsWith(".bin") || name.endsWith(".index"));
  }

  private static Path directory(Path file) {
    return file.toAbsolutePath().getParent();
  }

  private void describe() throws IOException {
    BertConfig config = checkpoint.config();
    json.put("model", given.toString());
    if (!checkpoint.path().equals(given)) {
      json.put("checkpoint", checkpoint.path().toString());
    }
    json.put("kind", kind());
    json.put("weights", weights.weights().getFileName() + " (" + weights.format() + ")");
    architecture(config);
    parameters();
    tokenizer();
    heads();
    provenance();
    commands();
  }

  private boolean translates() {
    return configJson.has(DECODER_LAYERS);
  }

  private boolean ofSequences() {
    return weights.has(CLASSIFIER)
        && !configJson.path("architectures").toString().contains("TokenClassification")
        && weights.has(POOLER);
  }

  private String kind() {
    if (translates()) {
      return "encoder and decoder that translate";
    }
    if (weights.has(ANSWERS)) {
      return "BERT that answers questions from texts";
    }
    if (weights.has(CLASSIFIER)) {
      return ofSequences() ? "BERT that classifies texts" : "BERT that classifies tokens";
    }
    if (embedding.isPresent()) {
      return "BERT that turns texts into vectors";
    }
    return weights.has(MLM) ? "pre-trained BERT with its language-model head" : "BERT encoder";
  }

  private void architecture(BertConfig config) {
    ObjectNode sizes = json.putObject("architecture");
    sizes.put("num_hidden_layers", config.numHiddenLayers());
    if (translates()) {
      sizes.put(DECODER_LAYERS, configJson.path(DECODER_LAYERS).asInt());
    }
    sizes.put("hidden_size", config.hiddenSize());
    sizes.put("num_attention_heads", config.numAttentionHeads());
    sizes.put("intermediate_size", config.intermediateSize());
    sizes.put("hidden_act", config.hiddenAct().jsonName());
    sizes.put("vocab_size", config.vocabSize());
    sizes.put("max_position_embeddings", config.maxPositionEmbeddings());
    sizes.put("type_vocab_size", config.typeVocabSize());
    sizes.put("layer_norm_eps", config.layerNormEps());
  }

  private void parameters() {
    long all = weights.parameters("");
    long embeddings = weights.parameters("bert.embeddings.");
    long encoder = weights.parameters("bert.encoder.");
    ObjectNode counts = json.putObject("parameters");
    counts.put("all", all);
    counts.put("embeddings", embeddings);
    counts.put("encoder", encoder);
    counts.put("others", all - embeddings - encoder);
  }

  private void tokenizer() throws IOException {
    try (BertTokenizer tokenizer = BertTokenizer.load(checkpoint.tokenizer())) {
      json.put(
          "tokenizer",
          String.format(
              Locale.ROOT,
              "%s, %,d word pieces",
              checkpoint.tokenizer(),
              tokenizer.vocabularySize()));
    } catch (IllegalArgumentException e) {
      json.put("tokenizer", "none that can be used: " + e.getMessage());
    }
  }

  private void heads() throws IOException {
    List<String> heads = new ArrayList<>();
    addIf(heads, POOLER, "pooler");
    addIf(heads, MLM, "masked language model");
    addIf(heads, NSP, "next sentence");
    addIf(heads, ANSWERS, "beginning and end of an answer");
    if (weights.has(CLASSIFIER)) {
      heads.add(weights.shapes().get(CLASSIFIER).get(0) + " classes");
      if (!LabelSource.isUnnamed(checkpoint.labels())) {
        checkpoint.labels().forEach(json.putArray("labels")::add);
      }
    }
    heads.forEach(json.putArray("heads")::add);
    embedding.map(SentenceEmbedder.Description::settings).ifPresent(this::vectors);
  }

  private void addIf(List<String> heads, String weight, String name) {
    if (weights.has(weight)) {
      heads.add(name);
    }
  }

  private void vectors(EmbeddingSettings settings) {
    ObjectNode vectors = json.putObject("vectors");
    vectors.put("pooling", settings.pooling().name().toLowerCase(Locale.ROOT));
    vectors.put("normalize", settings.normalize());
    vectors.put("max_seq_length", settings.maxSeqLength());
  }

  private void provenance() throws IOException {
    JsonNode provenance = checkpoint.provenance();
    if (provenance != null) {
      ObjectNode shown = json.putObject("provenance");
      shown.setAll((ObjectNode) provenance.path("versions").deepCopy());
      shown.set("data_hash", provenance.path("data_hash"));
      shown.set("processor", provenance.path("processor"));
      shown.set("training", provenance.path("configuration").path("training"));
    }
  }

  private void commands() {
    List<String> commands = new ArrayList<>();
    if (translates()) {
      commands.add("translate predict --model %s --text TEXT");
    } else {
      encoderCommands(commands);
    }
    String model = given.toString().contains(" ") ? "\"" + given + "\"" : given.toString();
    var list = json.putArray("commands");
    commands.forEach(command -> list.add("bert4j " + command.replace("%s", model)));
  }

  private void encoderCommands(List<String> commands) {
    if (weights.has(ANSWERS)) {
      commands.add("qa predict --model %s --question TEXT --context FILE");
    } else if (weights.has(CLASSIFIER) && (ofSequences() || json.has("labels"))) {
      commands.add((ofSequences() ? "classify" : "ner") + " predict --model %s --input FILE");
    } else if (weights.has(MLM)) {
      commands.add("fill-mask --model %s --text \"... [MASK] ...\"");
    }
    commands.add("embed --model %s --input FILE");
    commands.add("search --model %s --input FILE --query TEXT");
    commands.add("features --model %s --input FILE --output FILE");
    for (String task : List.of("ner", "qa", "classify", "embed")) {
      commands.add(task + " train --init %s --train FILE");
    }
    commands.add("export --model %s --output DIR/model.onnx");
  }
}
