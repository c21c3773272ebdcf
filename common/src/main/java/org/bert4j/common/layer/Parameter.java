package org.bert4j.common.layer;

import org.bert4j.common.kernel.Tensor;

/**
 * A parameter of a model: views of the vectors in {@link Parameters}.
 *
 * @param name its key in a checkpoint
 * @param value its master value in single precision, {@code [rows, columns]}, a vector as one row
 * @param compute its value in the type that matrix products take; the same view as the value where
 *     that is single precision
 * @param gradient its gradient in single precision
 */
public record Parameter(String name, Tensor value, Tensor compute, Tensor gradient) {}
