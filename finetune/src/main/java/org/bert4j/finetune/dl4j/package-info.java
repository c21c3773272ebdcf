/**
 * Fine-tuning with Deeplearning4j: batches and evaluations for its networks, its listeners, ND4J
 * arrays of logits.
 */
package org.bert4j.finetune.dl4j;
