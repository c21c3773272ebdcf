package org.bert4j.common.onnx;

/**
 * A weight of a model that is written.
 *
 * @param name of the tensor in the model
 * @param key of the weight in the checkpoint
 * @param transposed whether rows become columns
 */
public record ModelWeight(String name, String key, boolean transposed) {}
