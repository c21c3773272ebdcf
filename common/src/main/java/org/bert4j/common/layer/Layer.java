package org.bert4j.common.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A part of a model. Its constructor declares its parameters and the layers it is made of, under
 * the names that HuggingFace gives them; all else follows from walking this tree: names and shapes,
 * first values, weight decay, memory, checkpoints. A key such as {@code
 * bert.encoder.layer.3.attention.self.query.weight} is a path of such names, and of the fields of
 * the same names.
 *
 * <p>A layer has no memory until {@link Parameters#bind} and {@link #reserve} give it some. Its
 * forward pass keeps what its backward pass needs, so it serves one pass at a time.
 */
public abstract non-sealed class Layer implements Part {
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /** Makes a layer of no parts; its constructor declares them. */
  protected Layer() {}

  /**
   * Declares a part, in the order in which parameters lie in memory.
   *
   * @param name its name in a checkpoint, behind this layer's own and a dot
   * @param part the part
   * @param <P> the kind of part
   * @return the part
   */
  protected final <P extends Part> P part(String name, P part) {
    if (parts.put(name, part) != null) {
      throw new IllegalArgumentException("two parts are named " + name);
    }
    return part;
  }

  @Override
  public final void visit(String name, BiConsumer<String, Parameter> visitor) {
    String prefix = name.isEmpty() ? "" : name + ".";
    parts.forEach((child, part) -> part.visit(prefix + child, visitor));
  }

  /**
   * All parameters of the layer and of those it is made of.
   *
   * @return the parameters by their keys in a checkpoint, in memory order
   */
  public final Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    visit("", parameters::put);
    return parameters;
  }

  /**
   * Makes room for what passes leave.
   *
   * @param memory gives it
   */
  public void reserve(Activations memory) {
    for (Part part : parts.values()) {
      if (part instanceof Layer layer) {
        layer.reserve(memory);
      }
    }
  }
}
