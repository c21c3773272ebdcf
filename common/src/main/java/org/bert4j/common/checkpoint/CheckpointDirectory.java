package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.Labels;

/**
 * A model directory, written by this program, one of HuggingFace's or google-research/bert: the
 * configuration, the weights and the tokenizer's files; or an ONNX model, which brings its
 * configuration itself. This package's description lists them all.
 */
public final class CheckpointDirectory {
  static final String CONFIG = "config.json";
  static final String GOOGLE_CONFIG = "bert_config.json";
  static final String MODEL = "model.safetensors";
  static final String PROVENANCE = "provenance.json";
  static final String OPTIMIZER = "training/optimizer.safetensors";
  static final String STATE = "training/state.json";

  private final Path path;

  /** The model's file, null if the weights are in one of the other formats. */
  private final Path onnx;

  private CheckpointDirectory(Path path, Path onnx) {
    this.path = path;
    this.onnx = onnx;
  }

  /**
   * Finds a checkpoint.
   *
   * @param path a checkpoint's directory, an ONNX model's file or directory, or a run's directory,
   *     which stands for its best checkpoint or, where none is marked, its newest
   * @return the checkpoint
   * @throws IllegalArgumentException if there is none
   * @throws IOException if reading fails
   */
  public static CheckpointDirectory open(Path path) throws IOException {
    if (OnnxModels.isModel(path)) {
      return ofModel(path);
    }
    CheckpointDirectory checkpoint = at(path);
    Optional<WeightFormat> format = WeightFormat.of(path);
    if (Files.isRegularFile(checkpoint.configFile())
        && format.filter(found -> found != WeightFormat.ONNX).isPresent()) {
      return checkpoint;
    }
    Optional<CheckpointDirectory> ofRun = RunDirectory.bestOrNewest(path);
    if (ofRun.isEmpty() && format.filter(found -> found == WeightFormat.ONNX).isPresent()) {
      return ofModel(WeightFormat.ONNX.file(path).orElseThrow());
    }
    return ofRun.orElseThrow(
        () ->
            new IllegalArgumentException(
                String.format(
                        Locale.ROOT,
                        "%s: no checkpoint; expected a directory with %s or %s and one of %s, or a run's",
                        path,
                        CONFIG,
                        GOOGLE_CONFIG,
                        WeightFormat.fileNames())
                    + String.format(Locale.ROOT, " directory with %s<step>", RunDirectory.PREFIX)));
  }

  private static CheckpointDirectory ofModel(Path model) {
    if (!Files.isRegularFile(model)) {
      throw new IllegalArgumentException(model + ": no such file, expected an ONNX model");
    }
    return new CheckpointDirectory(OnnxModels.home(model), model);
  }

  /** The checkpoint in a directory that is known to hold one. */
  static CheckpointDirectory at(Path path) {
    return new CheckpointDirectory(path, null);
  }

  /** Whether a directory holds everything needed to go on training. */
  static boolean isComplete(Path directory) {
    return Files.isRegularFile(directory.resolve(CONFIG))
        && Files.isRegularFile(directory.resolve(MODEL))
        && Files.isRegularFile(directory.resolve(PROVENANCE))
        && Files.isRegularFile(directory.resolve(OPTIMIZER))
        && Files.isRegularFile(directory.resolve(STATE));
  }

  /**
   * Refuses a checkpoint of a run of which a file is cut off or something else. Values are not
   * looked at.
   *
   * @throws IllegalArgumentException if one is; the message names it
   * @throws IOException if reading fails
   */
  public void requireWhole() throws IOException {
    config();
    for (String name : List.of(MODEL, OPTIMIZER)) {
      SafeTensors.open(path.resolve(name)).close();
    }
    state();
  }

  /**
   * Where the checkpoint is.
   *
   * @return its directory
   */
  public Path path() {
    return path;
  }

  /**
   * Where its tokenizer is.
   *
   * @return its directory; or a file that belongs to an ONNX model, {@code NAME-tokenizer.json}
   */
  public Path tokenizer() {
    return onnx == null ? path : OnnxModels.tokenizer(onnx);
  }

  /**
   * Reads the architecture, and compares it with the weights before a model of this size is made.
   *
   * @return the content of {@code config.json}, or of Google's {@code bert_config.json}
   * @throws IllegalArgumentException if it asks for what is not supported, a tensor of the encoder
   *     that it describes is missing or has another shape, or a file is damaged
   * @throws IOException if reading fails
   */
  public BertConfig config() throws IOException {
    if (onnx != null) {
      try (OnnxFile file = OnnxFile.open(onnx)) {
        return new OnnxDescription(file, configFile()).read();
      }
    }
    BertConfig config = BertConfig.read(configFile());
    try (TensorFile file = weights()) {
      new EncoderShapes(file, configFile()).require(config);
    }
    return config;
  }

  private Path configFile() {
    Path config = path.resolve(CONFIG);
    return Files.isRegularFile(config) ? config : path.resolve(GOOGLE_CONFIG);
  }

  /**
   * Reads the configuration with what other programs and tasks say in it.
   *
   * @return the content of {@code config.json}, or of Google's {@code bert_config.json}; where an
   *     ONNX model has neither beside it, what its graph says
   * @throws IllegalArgumentException if there is none or it is damaged
   * @throws IOException if reading fails
   */
  public JsonNode configJson() throws IOException {
    if (onnx == null || Files.isRegularFile(configFile())) {
      return JsonFile.read(configFile());
    }
    try (OnnxFile file = OnnxFile.open(onnx)) {
      return OnnxDescription.json(file);
    }
  }

  /**
   * Where the configuration is from, for messages.
   *
   * @return the file of the configuration, or of the ONNX model that has none beside it
   */
  public Path configSource() {
    return onnx == null || Files.isRegularFile(configFile()) ? configFile() : onnx;
  }

  /**
   * Reads the names of a classifier's classes.
   *
   * @return the names, at index k that of class k; HuggingFace's {@code LABEL_k} where it has none
   * @throws IllegalArgumentException if {@code id2label} does not number them
   * @throws IOException if reading fails
   */
  public List<String> labels() throws IOException {
    return Labels.of(configJson(), configSource().toString()).names();
  }

  /**
   * Loads parameters, in whichever format and under whichever of the usual names they are stored.
   *
   * @param parameters the model's parameters by the names of HuggingFace's class, such as {@code
   *     BertForPreTraining}; receive the values
   * @return what was missing or superfluous
   * @throws IllegalArgumentException if a tensor of the encoder is missing, one has the wrong shape
   *     or holds NaN or infinity, two that are one and the same parameter differ, or a file is
   *     damaged, missing or asks for code to be run
   * @throws IOException if reading fails
   */
  public LoadReport loadParameters(Map<String, FloatTensor> parameters) throws IOException {
    return load(ParameterLoader.Target.of(parameters));
  }

  /**
   * Loads the parameters of a model, as {@link #loadParameters(Map)} does.
   *
   * @param parameters receive the values, in whichever type they are held
   * @return what was missing or superfluous
   * @throws IllegalArgumentException if they do not fit or a file is damaged
   * @throws IOException if reading fails
   */
  public LoadReport loadParameters(Parameters parameters) throws IOException {
    return load(ParameterLoader.Target.of(parameters));
  }

  private LoadReport load(ParameterLoader.Target parameters) throws IOException {
    try (TensorFile file = weights()) {
      return new ParameterLoader(file, parameters.shapes()).load(parameters);
    }
  }

  /**
   * Looks at the weights' names and shapes.
   *
   * @return what there is
   * @throws IllegalArgumentException if the file is damaged
   * @throws IOException if reading fails
   */
  public CheckpointSummary summary() throws IOException {
    try (TensorFile file = weights()) {
      return CheckpointSummary.of(file, format(file));
    }
  }

  private String format(TensorFile file) throws IOException {
    if (file instanceof OnnxFile model) {
      return String.format(
          Locale.ROOT,
          "ONNX, opset %d, written by %s",
          model.graph().opset(),
          model.graph().producer());
    }
    return WeightFormat.of(path).orElseThrow().description();
  }

  /**
   * Reads what the model came from.
   *
   * @return the content of {@code provenance.json}; null where other programs wrote the checkpoint
   * @throws IllegalArgumentException if it is no JSON
   * @throws IOException if reading fails
   */
  public JsonNode provenance() throws IOException {
    Path file = path.resolve(PROVENANCE);
    return Files.isRegularFile(file) ? JsonFile.read(file) : null;
  }

  /** Opens the weights. */
  TensorFile weights() throws IOException {
    if (onnx != null) {
      return OnnxFile.open(onnx);
    }
    return WeightFormat.of(path)
        .orElseThrow(() -> new IllegalArgumentException(path + ": the weights are gone"))
        .open(path);
  }

  /**
   * Loads the optimizer's state.
   *
   * @param tensors the tensors by name, as they were written; receive the values
   * @throws IllegalArgumentException if one is missing, has the wrong shape or holds NaN or
   *     infinity
   * @throws IOException if reading fails
   */
  public void loadOptimizer(Map<String, FloatTensor> tensors) throws IOException {
    try (SafeTensors file = SafeTensors.open(path.resolve(OPTIMIZER))) {
      for (Map.Entry<String, FloatTensor> tensor : tensors.entrySet()) {
        file.read(tensor.getKey(), tensor.getValue());
        tensor.getValue().requireFinite(file.path(), tensor.getKey());
      }
    }
  }

  /**
   * Reads where training stood.
   *
   * @return what {@link Checkpoint#state} was
   * @throws IllegalArgumentException if the file is not JSON
   * @throws IOException if reading fails
   */
  public JsonNode state() throws IOException {
    return JsonFile.read(path.resolve(STATE));
  }
}
