/**
 * Vectors of texts: made with a model, learned of pairs, searched through.
 *
 * <pre>
 * texts - SentenceEmbedder (EmbeddingSettings: pooling, normalization) - vectors - VectorIndex
 * pairs - EmbedTask (PairData) - SentencePairBatch - model - PairEvaluation
 * </pre>
 */
package org.bert4j.finetune.embed;
