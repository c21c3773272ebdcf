/**
 * Vocabulary training: counted words in, word pieces out.
 *
 * <pre>
 * texts - WordCounter (chunks, then words, in bounded memory) - WordSelection - PairMerger - tokens
 * </pre>
 *
 * <p>{@link org.bert4j.tokenizer.training.WordPieceTrainer} learns over the words of exactly the
 * normalizer and pre-tokenizer that encode later: {@link org.bert4j.tokenizer.WordSpeller} runs
 * them in the same native library.
 */
package org.bert4j.tokenizer.training;
