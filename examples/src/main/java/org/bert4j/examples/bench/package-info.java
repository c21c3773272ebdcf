/**
 * Measures whole training steps on made-up batches, against the processor's own limit: the speed of
 * the largest matrix products, measured in the same process.
 */
package org.bert4j.examples.bench;
