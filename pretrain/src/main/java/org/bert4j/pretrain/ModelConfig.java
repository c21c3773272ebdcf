package org.bert4j.pretrain;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.nio.file.Path;

/**
 * Which model is trained: one of a known or given architecture from random parameters, or one that
 * exists.
 *
 * @param architecture name of a preset ({@code tiny} … {@code large}) or path of a {@code
 *     config.json}, or null with {@code init}
 * @param init HuggingFace directory or directory of a run whose model to go on from, or null
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ModelConfig(String architecture, Path init) {
  /**
   * Checks that there is one of them. {@inheritDoc}
   *
   * @throws IllegalArgumentException unless exactly one is given
   */
  public ModelConfig {
    if (architecture != null == (init != null)) {
      throw new IllegalArgumentException(
          "model is %s and init is %s, expected exactly one of them: init brings its own model"
              .formatted(architecture, init));
    }
  }
}
