package org.bert4j.common.dl4j;

import org.bert4j.common.kernel.Tensor;

/**
 * Arrays of a layer of Deeplearning4j, or their gradients, in any strides.
 *
 * @param input {@code [B, T, in]}, null where the layer takes token ids
 * @param output {@code [B, T, H]}, or {@code [B, 1, H]} of a layer that gives a vector a text
 */
record PaddedArrays(Tensor input, Tensor output) {}
