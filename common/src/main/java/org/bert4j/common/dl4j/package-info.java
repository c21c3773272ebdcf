/**
 * Deeplearning4j and ND4J: arrays of models' parameters and results ({@link
 * org.bert4j.common.dl4j.Nd4jArrays}, {@link org.bert4j.common.dl4j.ModelArrays}), layers for its
 * networks ({@link org.bert4j.common.dl4j.BertLayer} and its parts), and what its listeners see of
 * a run of bert4j ({@link org.bert4j.common.dl4j.TrainedModel}). Nobody else loads ND4J. What
 * computes is oneDNN in all of these.
 *
 * <pre>
 * BertLayer, EncoderLayer, ...   configuration (BlockLayer): JSON, names of parameters, first values
 *   | instantiate
 * LayerComputation               the layer in a network: masks, arrays [B, H, T], the network's gradients
 *   | LayerMemory                replicas over these views, made anew when the network has others
 * BlockReplicas, BlockReplica    examples dealt out, padded rows to ragged ones and back, gradients summed
 *   |
 * Block                          BertModel, TransformerLayer, MultiHeadAttention or LayerNorm
 * </pre>
 *
 * <p>Parameters and the first replica's gradient are Deeplearning4j's memory; products in half
 * precision take a rounded copy, made anew in every pass, as nobody says when the network has
 * changed them. A pass in training after which the gradient views were exchanged, as in the first
 * {@code fit}, is computed again from the same dropout seeds. All layers of a JVM compute on one
 * thread; their memory is freed when the garbage collector finds the layer.
 */
package org.bert4j.common.dl4j;
