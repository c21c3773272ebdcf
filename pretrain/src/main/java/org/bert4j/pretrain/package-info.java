/**
 * Pre-training: from raw text to a HuggingFace directory.
 *
 * <p>{@link org.bert4j.pretrain.Pretraining} runs what a {@link
 * org.bert4j.pretrain.PretrainingConfig} says and tells a {@link
 * org.bert4j.pretrain.PretrainingListener} what happens. The packages below it are the stages: text
 * is read ({@code corpus}), tokenized once ({@code store}) and made into batches ({@code data});
 * {@code predict} uses the model that comes out.
 */
package org.bert4j.pretrain;
