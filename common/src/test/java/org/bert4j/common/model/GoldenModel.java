package org.bert4j.common.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;

/** A model with the weights of a reference, and the reference's batch without its padding. */
final class GoldenModel implements AutoCloseable {
  private final ComputeEngine engine = new ComputeEngine(2);
  private final DataParallel<BertForPreTraining, PretrainingBatch> model;
  private final GoldenInputs inputs;

  /** Loads a reference, such as {@code tiny}. */
  GoldenModel(String name, DataType computeType) {
    try {
      BertConfig config = BertConfig.read(Golden.path(name + "/config.json"));
      model = DataParallel.trained(engine, () -> new BertForPreTraining(config), computeType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inputs = new GoldenInputs(name);
    load(model, name);
  }

  /** Gives a model the weights of a reference. */
  static void load(DataParallel<?, ?> model, String reference) {
    Map<String, Golden.Tensor> weights = Golden.tensors(reference + "/model.safetensors");
    for (String name : model.parameters().named().keySet()) {
      model.parameters().write(name, weights.get(name).values());
    }
    model.parametersChanged();
  }

  DataParallel<BertForPreTraining, PretrainingBatch> model() {
    return model;
  }

  ComputeEngine engine() {
    return engine;
  }

  int batchSize() {
    return inputs.batchSize();
  }

  int paddedLength() {
    return inputs.paddedLength();
  }

  int length(int sequence) {
    return inputs.length(sequence);
  }

  /** Some of the reference's sequences as one ragged batch. */
  PretrainingBatch batch(int from, int to) {
    PretrainingBatch batch = new PretrainingBatch();
    int[] labels = inputs.ints("mlm_labels");
    int[] next = inputs.ints("next_sentence_label");
    for (int s = from; s < to; s++) {
      int start = batch.sequences().tokens();
      int row = s * paddedLength();
      inputs.addSequence(batch.sequences(), s);
      batch.addNextSentenceLabel(next[s]);
      for (int i = 0; i < length(s); i++) {
        if (labels[row + i] >= 0) {
          batch.addMasked(start + i, labels[row + i]);
        }
      }
    }
    return batch;
  }

  PretrainingBatch batch() {
    return batch(0, batchSize());
  }

  float[] withoutPadding(Golden.Tensor padded) {
    return inputs.withoutPadding(padded);
  }

  /** The first rows of a tensor, as many as the expectation has elements. */
  static float[] head(Tensor tensor, int elements) {
    return Transfer.toArray(tensor.rows(0, elements / tensor.columns()));
  }

  @Override
  public void close() {
    model.close();
    engine.close();
  }
}
