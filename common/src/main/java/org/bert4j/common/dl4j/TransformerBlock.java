package org.bert4j.common.dl4j;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.BackwardScratch;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.TransformerLayer;

/** One layer of the encoder. */
final class TransformerBlock implements Block {
  private final TransformerLayer.Settings settings;
  private final TransformerLayer layer;
  private BackwardScratch scratch;

  TransformerBlock(TransformerLayer.Settings settings) {
    this.settings = settings;
    layer = new TransformerLayer(settings);
  }

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public int inputSize() {
    return settings.hiddenSize();
  }

  @Override
  public int outputSize() {
    return settings.hiddenSize();
  }

  @Override
  public Drops drops() {
    return new Drops(settings.hiddenDropout(), 2, settings.attentionDropout(), 1, settings.heads());
  }

  @Override
  public void reserve(Activations memory) {
    layer.reserve(memory);
    if (memory.isForBackward()) {
      scratch =
          BackwardScratch.reserve(
              memory,
              new BackwardScratch.Sizes(
                  settings.hiddenSize(), settings.intermediateSize(), settings.heads()));
    }
  }

  @Override
  public Tensor forward(Pass pass, TokenBatch batch, Tensor x) {
    return layer.forward(pass, x);
  }

  @Override
  public void backward(Pass pass, TokenBatch batch, Tensor dy) {
    layer.backward(pass, dy, scratch);
  }
}
