package org.bert4j.finetune.qa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.bert4j.common.io.JsonFile;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.features.WindowConfig;

/**
 * How a trained model is to be used: as in its training, with the threshold that was tuned then. A
 * checkpoint holds them in {@code question_answering.json}.
 *
 * @param windows how questions and contexts are cut
 * @param decoding how an answer is chosen
 */
public record AnswerSettings(WindowConfig windows, DecodingConfig decoding) {
  /** Name of the file in a checkpoint. */
  static final String FILE = "question_answering.json";

  /** What is usual where a checkpoint, made elsewhere, does not tell. */
  public static final AnswerSettings DEFAULT =
      new AnswerSettings(WindowConfig.DEFAULT, DecodingConfig.DEFAULT);

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * Requires both.
   *
   * @param windows how questions and contexts are cut
   * @param decoding how an answer is chosen
   */
  public AnswerSettings {
    Objects.requireNonNull(windows, "windows");
    Objects.requireNonNull(decoding, "decoding");
  }

  /**
   * Reads the settings of a checkpoint.
   *
   * @param checkpoint its directory
   * @return its settings, or the usual ones if it holds none
   * @throws IllegalArgumentException if the file is broken; the message names it
   * @throws IOException if reading fails
   */
  public static AnswerSettings read(Path checkpoint) throws IOException {
    Path file = checkpoint.resolve(FILE);
    if (Files.notExists(file)) {
      return DEFAULT;
    }
    try {
      return MAPPER.treeToValue(JsonFile.read(file), AnswerSettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s: not the settings of a question-answering model (%s); remove it to take the usual ones"
              .formatted(file, e.getCause() == null ? "wrong fields" : e.getCause().getMessage()),
          e);
    }
  }

  /** What {@link #read} reads. */
  JsonNode toJson() {
    return MAPPER.valueToTree(this);
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
