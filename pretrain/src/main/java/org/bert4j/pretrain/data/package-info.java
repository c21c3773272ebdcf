/**
 * Training data: documents of a token store in, batches for Masked LM and Next Sentence Prediction
 * out, afresh in every epoch.
 *
 * <pre>
 * TokenStore - Documents - SentencePairs - instances, shuffled in blocks - MaskedLanguageModeling - PretrainingBatch
 * </pre>
 *
 * <p>The rules are those of google-research/bert's {@code create_pretraining_data.py}. Where this
 * package departs from them, the class says so and why.
 *
 * <p>Every draw comes from (seed, epoch, index, purpose), never from a stream that goes on, so a
 * {@link org.bert4j.pretrain.data.DataPosition} of four numbers is enough to continue with the very
 * same batches, and evaluation sees the same pairs and masks every time.
 */
package org.bert4j.pretrain.data;
