package org.bert4j.pretrain.predict;

import java.util.List;

/**
 * A word of held-out text that a model was asked to fill in.
 *
 * @param text the text with a {@code [MASK]} in the word's place
 * @param expected the word
 * @param predictions the model's guesses, the most likely first
 */
public record MaskedExample(String text, String expected, List<MaskPrediction> predictions) {}
