/**
 * Deeplearning4j and ND4J: arrays of models' parameters and results ({@link
 * org.bert4j.common.dl4j.Nd4jArrays}, {@link org.bert4j.common.dl4j.ModelArrays}), layers for its
 * networks ({@link org.bert4j.common.dl4j.BertLayer} and its parts), and what its listeners see of
 * a run of bert4j ({@link org.bert4j.common.dl4j.TrainedModel}). Nobody else loads ND4J. What
 * computes is oneDNN in all of these.
 */
package org.bert4j.common.dl4j;
