package org.bert4j.common.model;

import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.TokenBatch;

/** A reference's batch, padded as it is kept, and without its padding. */
final class GoldenInputs {
  private final Map<String, Golden.Tensor> inputs;

  /** Of a reference, such as {@code tiny}. */
  GoldenInputs(String name) {
    inputs = Golden.tensors(name + "/inputs.safetensors");
  }

  int[] ints(String name) {
    return inputs.get(name).ints();
  }

  int batchSize() {
    return Math.toIntExact(inputs.get("input_ids").shape().get(0));
  }

  int paddedLength() {
    return Math.toIntExact(inputs.get("input_ids").shape().get(1));
  }

  int length(int sequence) {
    int length = 0;
    int[] mask = ints("attention_mask");
    for (int i = 0; i < paddedLength(); i++) {
      length += mask[sequence * paddedLength() + i];
    }
    return length;
  }

  void addSequence(TokenBatch batch, int sequence) {
    batch.add(
        ints("input_ids"), ints("token_type_ids"), sequence * paddedLength(), length(sequence));
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
}
