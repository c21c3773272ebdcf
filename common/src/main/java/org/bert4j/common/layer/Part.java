package org.bert4j.common.layer;

import java.util.function.BiConsumer;

/** Something with a name in a checkpoint: a parameter, or a layer that is made of such parts. */
public sealed interface Part permits Layer, Parameter {
  /**
   * Visits the parameters in it, in the order in which they lie in memory and in files.
   *
   * @param name its key, empty for a model
   * @param visitor receives each parameter with its key in a checkpoint
   */
  void visit(String name, BiConsumer<String, Parameter> visitor);
}
