package org.bert4j.examples.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.inference.AttentionMap;

/**
 * Heads of a model to look at, and the tokens that they attend to.
 *
 * @param tokens the word pieces of the text, special tokens included
 * @param layers attention of each layer
 * @param layer the layer chosen, from 1, or 0 for all
 * @param head the head chosen, from 1, or 0 for all
 */
public record AttentionHeads(List<String> tokens, List<AttentionMap> layers, int layer, int head) {
  /** More tokens than these cannot be told apart. */
  private static final int MOST_TOKENS = 160;

  /**
   * One of them.
   *
   * @param layer from 1
   * @param head from 1
   */
  public record Head(int layer, int head) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "layer %d, head %d", layer, head);
    }
  }

  /**
   * Checks the choice. {@inheritDoc}
   *
   * @throws IllegalArgumentException if the model does not have this layer or head, or there are
   *     too many tokens to be seen
   */
  public AttentionHeads {
    tokens = List.copyOf(tokens);
    layers = List.copyOf(layers);
    requireOneOf("layer", layer, layers.size());
    requireOneOf("head", head, layers.get(0).heads());
    if (tokens.size() > MOST_TOKENS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the text has %d tokens, expected at most %d: more cannot be told apart; give a"
                  + " shorter one",
              tokens.size(),
              MOST_TOKENS));
    }
  }

  private static void requireOneOf(String name, int number, int count) {
    if (number < 0 || number > count) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s is %d, expected 1 to %d, those of the model", name, number, count));
    }
  }

  /**
   * The heads chosen.
   *
   * @return layer by layer, at least one
   */
  public List<Head> chosen() {
    List<Head> chosen = new ArrayList<>();
    for (int i = 1; i <= layers.size(); i++) {
      for (int j = 1; j <= layers.get(0).heads(); j++) {
        if ((layer == 0 || layer == i) && (head == 0 || head == j)) {
          chosen.add(new Head(i, j));
        }
      }
    }
    return chosen;
  }

  /** How much of a token goes into another. */
  float at(Head which, int into, int of) {
    return layers.get(which.layer() - 1).at(which.head() - 1, into, of);
  }
}
