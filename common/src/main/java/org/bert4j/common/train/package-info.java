/**
 * Training: optimizers, learning rates, and one step of a model of any kind, from gradients over
 * micro-batches to the update.
 */
package org.bert4j.common.train;
