package org.bert4j.common.dl4j;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertModel;

/** The encoder: token ids to hidden states. */
final class BertBlock extends Layer implements Block {
  private static final String WORDS = "bert.embeddings.word_embeddings.weight";

  private final BertConfig config;
  private final BertModel bert;
  private final Reading reading;
  private Tensor dPooled;

  BertBlock(BertConfig config, Reading reading) {
    this.config = config;
    this.reading = reading;
    bert = part("bert", new BertModel(config, reading == Reading.SEQUENCES));
  }

  @Override
  public Layer layer() {
    return this;
  }

  @Override
  public int inputSize() {
    return 0;
  }

  @Override
  public int outputSize() {
    return config.hiddenSize();
  }

  @Override
  public Reading reading() {
    return reading;
  }

  @Override
  public Drops drops() {
    int layers = config.numHiddenLayers();
    return new Drops(
        config.hiddenDropoutProb(),
        1 + 2 * layers,
        config.attentionProbsDropoutProb(),
        layers,
        config.numAttentionHeads());
  }

  @Override
  public void reserve(Activations memory) {
    super.reserve(memory);
    if (memory.isForBackward() && reading == Reading.SEQUENCES) {
      int sequences = memory.capacity().sequences();
      dPooled = memory.matrix(memory.computeType(), sequences, config.hiddenSize());
    }
  }

  @Override
  public Tensor forward(Pass pass, TokenBatch batch, Tensor x) {
    bert.requireFitting(batch);
    Tensor hidden = bert.forward(pass, batch);
    return reading == Reading.SEQUENCES ? bert.pooler().forward(pass, hidden, batch) : hidden;
  }

  @Override
  public void backward(Pass pass, TokenBatch batch, Tensor dy) {
    Tensor dHidden = dy;
    if (reading == Reading.SEQUENCES) {
      Tensor dStates = dPooled.rows(0, dy.rows());
      pass.engine().elementwise().copy(dy, dStates);
      dHidden = bert.dHidden(pass);
      pass.engine().zero(dHidden);
      bert.pooler().backward(pass, dStates, batch, dHidden);
    }
    pass.engine().zero(parameters().get(WORDS).gradient()); // what the encoder adds to
    bert.backward(pass, batch, dHidden);
  }
}
