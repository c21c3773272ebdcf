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
import org.bert4j.common.layer.ParameterSpec;

/** A model with the weights of a reference, and the reference's batch without its padding. */
final class GoldenModel implements AutoCloseable {
  private final ComputeEngine engine = new ComputeEngine(2);
  private final BertForPreTraining model;
  private final Map<String, Golden.Tensor> inputs;

  /** Loads a reference, such as {@code tiny}. */
  GoldenModel(String name, DataType computeType) {
    try {
      BertConfig config = BertConfig.read(Golden.path(name + "/config.json"));
      model = new BertForPreTraining(engine, config, computeType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inputs = Golden.tensors(name + "/inputs.safetensors");
    Map<String, Golden.Tensor> weights = Golden.tensors(name + "/model.safetensors");
    for (ParameterSpec spec : model.parameters().specs()) {
      float[] values = weights.get(spec.name()).values();
      new Transfer().write(model.parameters().get(spec.name()).value(), 0, values, values.length);
    }
    model.parametersChanged();
  }

  BertForPreTraining model() {
    return model;
  }

  ComputeEngine engine() {
    return engine;
  }

  int batchSize() {
    return Math.toIntExact(inputs.get("input_ids").shape().get(0));
  }

  int paddedLength() {
    return Math.toIntExact(inputs.get("input_ids").shape().get(1));
  }

  int length(int sequence) {
    int length = 0;
    int[] mask = inputs.get("attention_mask").ints();
    for (int i = 0; i < paddedLength(); i++) {
      length += mask[sequence * paddedLength() + i];
    }
    return length;
  }

  /** Some of the reference's sequences as one ragged batch. */
  PretrainingBatch batch(int from, int to) {
    PretrainingBatch batch = new PretrainingBatch();
    int[] ids = inputs.get("input_ids").ints();
    int[] types = inputs.get("token_type_ids").ints();
    int[] labels = inputs.get("mlm_labels").ints();
    int[] next = inputs.get("next_sentence_label").ints();
    for (int s = from; s < to; s++) {
      int start = batch.sequences().tokens();
      int row = s * paddedLength();
      batch.sequences().add(ids, types, row, length(s));
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

  /** The rows of a padded reference {@code [B, S, ...]} that are not padding. */
  float[] withoutPadding(Golden.Tensor padded) {
    int width = padded.values().length / (batchSize() * paddedLength());
    int tokens = 0;
    for (int s = 0; s < batchSize(); s++) {
      tokens += length(s);
    }
    float[] result = new float[tokens * width];
    int to = 0;
    for (int s = 0; s < batchSize(); s++) {
      int count = length(s) * width;
      System.arraycopy(padded.values(), s * paddedLength() * width, result, to, count);
      to += count;
    }
    return result;
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
