/**
 * Pre-training with Deeplearning4j: batches for its networks, its listeners, ND4J arrays of texts.
 */
package org.bert4j.pretrain.dl4j;
