package org.bert4j.common.run;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which model is trained: exactly one of the three.
 *
 * @param preset size by name, {@code tiny} … {@code large}, with random parameters, or null
 * @param configFile architecture as a {@code config.json}, with random parameters, or null
 * @param init HuggingFace directory or directory of a run whose parameters to go on from, or null
 */
public record ModelConfig(String preset, Path configFile, Path init) {
  /**
   * Checks that there is one of them. {@inheritDoc}
   *
   * @throws IllegalArgumentException unless exactly one is given
   */
  public ModelConfig {
    if (Stream.of(preset, configFile, init).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          "model is %s and init is %s, expected one of them: init brings its own model"
              .formatted(preset == null ? configFile : preset, init));
    }
  }

  /**
   * A model of random parameters.
   *
   * @param presetOrFile name of a preset, or path of a file that ends in {@code .json}
   * @return the choice
   */
  public static ModelConfig random(String presetOrFile) {
    return presetOrFile.endsWith(".json")
        ? new ModelConfig(null, Path.of(presetOrFile), null)
        : new ModelConfig(presetOrFile, null, null);
  }

  /**
   * A model that exists.
   *
   * @param directory HuggingFace directory or directory of a run
   * @return the choice
   */
  public static ModelConfig existing(Path directory) {
    return new ModelConfig(null, null, directory);
  }
}
