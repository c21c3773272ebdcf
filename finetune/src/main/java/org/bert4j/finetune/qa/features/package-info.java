/**
 * Questions and contexts as sequences of word pieces: {@code [CLS] question [SEP] window [SEP]}.
 *
 * <p>A context that does not fit is covered by windows, each {@code doc_stride} pieces behind the
 * one before, as in google-research/bert's {@code run_squad.py}. A piece belongs to several windows
 * then; the one in which it has the most context on its poorer side is its window of maximum
 * context. A context is tokenized once, however many questions are asked about it.
 */
package org.bert4j.finetune.qa.features;
