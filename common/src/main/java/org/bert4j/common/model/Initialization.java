package org.bert4j.common.model;

import org.bert4j.common.layer.Parameters;

/** How a model's random parameters are drawn. */
public enum Initialization {
  /** As BERT's are: {@link BertParameters#initialize}. */
  BERT,
  /**
   * As BERT's, with the first attention heads of each layer set on the neighbours of a token; see
   * {@link NeighbourHeads}.
   */
  NEIGHBOURS;

  /**
   * Sets all parameters.
   *
   * @param parameters receive the values
   * @param config of the model
   * @param seed of the run
   */
  public void apply(Parameters parameters, BertConfig config, long seed) {
    BertParameters.initialize(parameters, config, seed);
    if (this == NEIGHBOURS) {
      new NeighbourHeads(config).set(parameters);
    }
  }
}
