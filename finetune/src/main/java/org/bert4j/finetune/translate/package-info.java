/**
 * Translation as a task: pairs of texts, a {@link org.bert4j.common.model.Seq2SeqTransformer} that
 * learns them, and the {@link org.bert4j.finetune.translate.Translator} that uses it. A target
 * begins with {@code [CLS]} and ends with {@code [SEP]}; one vocabulary serves both sides.
 */
package org.bert4j.finetune.translate;
