/**
 * The layers of a Transformer (Vaswani et al., 2017; Devlin et al., 2019), each with an explicit
 * forward and backward pass over ragged batches.
 *
 * <p>A batch is one matrix {@code [N, H]}: the tokens of all its sequences end to end, without
 * padding; only attention looks at where sequences begin. A few spare rows at the end round N up,
 * so that the number of compiled kernels stays bounded; their gradients are zero. Shapes are
 * written in the letters of {@code org.bert4j.common.model}.
 *
 * <p>A layer declares its parameters and the layers it is made of in its constructor, see {@link
 * org.bert4j.common.layer.Layer}. {@code Parameters} give them memory; {@code reserve} gives a
 * layer memory for what its backward pass needs; {@code forward} fills it, {@code backward} reads
 * it and writes the gradients of the layer's parameters and of its input. Matrix operands have the
 * model's compute type; sums, statistics and gradients of parameters are in single precision.
 */
package org.bert4j.common.layer;
