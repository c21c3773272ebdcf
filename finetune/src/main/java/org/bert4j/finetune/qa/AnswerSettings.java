package org.bert4j.finetune.qa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.bert4j.common.io.JsonFile;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.features.WindowConfig;

/**
 * How a trained model is to be used: as in its training, with the threshold that was tuned then. A
 * checkpoint's {@code config.json} holds them under {@code task_specific_params}, as {@code
 * question_answering}.
 *
 * @param windows how questions and contexts are cut
 * @param decoding how an answer is chosen
 */
public record AnswerSettings(WindowConfig windows, DecodingConfig decoding) {
  private static final String CONFIG = "config.json";
  private static final String PARAMS = "task_specific_params";
  private static final String TASK = "question_answering";

  /** What is usual where a checkpoint, made elsewhere, does not tell. */
  public static final AnswerSettings DEFAULT =
      new AnswerSettings(WindowConfig.DEFAULT, DecodingConfig.DEFAULT);

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Requires both. {@inheritDoc} */
  public AnswerSettings {
    Objects.requireNonNull(windows, "windows");
    Objects.requireNonNull(decoding, "decoding");
  }

  /**
   * Reads the settings of a checkpoint.
   *
   * @param checkpoint its directory
   * @return its settings, or the usual ones if it holds none
   * @throws IllegalArgumentException if they are broken; the message names the file
   * @throws IOException if reading fails
   */
  public static AnswerSettings read(Path checkpoint) throws IOException {
    Path file = checkpoint.resolve(CONFIG);
    if (Files.notExists(file)) {
      return DEFAULT;
    }
    JsonNode json = JsonFile.read(file).path(PARAMS).path(TASK);
    if (json.isMissingNode()) {
      return DEFAULT;
    }
    try {
      return MAPPER.treeToValue(json, AnswerSettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s.%s is not what a question-answering model needs (%s); remove it to take the usual settings",
              file,
              PARAMS,
              TASK,
              e.getCause() == null ? "wrong fields" : e.getCause().getMessage()),
          e);
    }
  }

  /**
   * Puts what {@link #read} reads into a checkpoint's {@code config.json}.
   *
   * @param config content of the file
   */
  void putInto(ObjectNode config) {
    config.putObject(PARAMS).set(TASK, MAPPER.valueToTree(this));
  }

  /**
   * The same with another threshold.
   *
   * @param threshold the threshold over which there is no answer
   * @return the other settings
   */
  AnswerSettings withThreshold(double threshold) {
    return new AnswerSettings(windows, decoding.withThreshold(threshold));
  }
}
