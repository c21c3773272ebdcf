package org.bert4j.common.run;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.bert4j.common.model.Initialization;

/**
 * Which model is trained: exactly one of the first three.
 *
 * @param preset size by name, {@code tiny} … {@code large}, with random parameters, or null
 * @param configFile architecture as a {@code config.json}, with random parameters, or null
 * @param init HuggingFace directory or directory of a run whose parameters to go on from, or null
 * @param initialization how random parameters are drawn; null is taken as {@link
 *     Initialization#BERT}
 * @param newHead whether the head of a model to fine-tune begins with random parameters although
 *     {@code init} may have one
 */
@RecordBuilder
public record ModelConfig(
    String preset, Path configFile, Path init, Initialization initialization, boolean newHead)
    implements ModelConfigBuilder.With {
  /**
   * Checks that there is one of them. {@inheritDoc}
   *
   * @throws IllegalArgumentException unless exactly one is given, if parameters are to be drawn
   *     otherwise than BERT's although {@code init} brings them, or a head is to be new without
   *     {@code init}
   */
  public ModelConfig {
    initialization = initialization == null ? Initialization.BERT : initialization;
    if (Stream.of(preset, configFile, init).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "model is %s and init is %s, expected one of them: init brings its own model",
              preset == null ? configFile : preset,
              init));
    }
    if (init != null && initialization != Initialization.BERT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "initialization is %s and init is %s, expected one of them: init brings its parameters",
              initialization.name().toLowerCase(Locale.ROOT),
              init));
    }
    if (newHead && init == null) {
      throw new IllegalArgumentException(
          "new_head is for a model to begin with by init; leave it out, all of a model of random"
              + " parameters is new");
    }
  }

  /**
   * What was asked for.
   *
   * @param model name of a preset, or path of a file that ends in {@code .json}, or null
   * @param init HuggingFace directory or directory of a run, or null
   * @param initialization how random parameters are drawn, or null
   * @return the choice
   */
  public static ModelConfig of(String model, Path init, Initialization initialization) {
    boolean isFile = model != null && model.endsWith(".json");
    return new ModelConfig(
        isFile ? null : model, isFile ? Path.of(model) : null, init, initialization, false);
  }

  /**
   * A model of random parameters.
   *
   * @param presetOrFile name of a preset, or path of a file that ends in {@code .json}
   * @return the choice
   */
  public static ModelConfig random(String presetOrFile) {
    return of(presetOrFile, null, Initialization.BERT);
  }

  /**
   * A model that exists.
   *
   * @param directory HuggingFace directory or directory of a run
   * @return the choice
   */
  public static ModelConfig existing(Path directory) {
    return of(null, directory, Initialization.BERT);
  }
}
