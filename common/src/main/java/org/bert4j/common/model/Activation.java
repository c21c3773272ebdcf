package org.bert4j.common.model;

import java.util.Arrays;
import java.util.List;

/** Activation of the feed-forward layers and of the MLM transform: {@code hidden_act}. */
public enum Activation {
  /** {@code x · Φ(x)} with the normal distribution's Φ, by erf (Hendrycks and Gimpel, 2016). */
  GELU("gelu", "gelu_python"),

  /** GELU's approximation by tanh, of Google's later releases and of GPT-2. */
  GELU_NEW("gelu_new", "gelu_fast", "gelu_pytorch_tanh"),

  /** {@code max(x, 0)}. */
  RELU("relu");

  private final List<String> names;

  Activation(String... names) {
    this.names = List.of(names);
  }

  /**
   * Name in {@code config.json}.
   *
   * @return the name HuggingFace knows it by
   */
  public String jsonName() {
    return names.get(0);
  }

  /**
   * Finds an activation by its name in {@code config.json}.
   *
   * @param name value of {@code hidden_act}
   * @return the activation
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Activation of(String name) {
    return Arrays.stream(values())
        .filter(activation -> activation.names.contains(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "hidden_act is " + name + ", expected gelu, gelu_new or relu"));
  }
}
