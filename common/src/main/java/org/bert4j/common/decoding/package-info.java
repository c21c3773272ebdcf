/**
 * Writing targets with a model that reads sources: greedy and beam search over what a {@link
 * org.bert4j.common.model.Seq2SeqTransformer} says may come next.
 */
package org.bert4j.common.decoding;
