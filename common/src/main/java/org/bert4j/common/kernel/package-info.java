/**
 * Arithmetic on off-heap memory: the only package that sees oneDNN.
 *
 * <p>{@link org.bert4j.common.kernel.Arena} owns memory, {@link org.bert4j.common.kernel.Tensor} is
 * a view of it, and a {@link org.bert4j.common.kernel.ComputeEngine} runs kernels on views. oneDNN
 * primitives are expensive to create and cheap to run, so the engine keeps each one under the
 * shapes, strides, types and post-operations it was made for. Nothing here allocates off-heap
 * memory or makes a new primitive for a call whose shapes were seen before.
 *
 * <p>An engine belongs to the thread that made it and refuses any other; its kernels use all of its
 * threads.
 */
package org.bert4j.common.kernel;
