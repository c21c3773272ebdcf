package org.bert4j.pretrain.corpus;

/**
 * What a corpus was when it had been read.
 *
 * @param documents number of documents
 * @param sentences number of sentences
 * @param leftOut lines that are not part of the text
 */
public record CorpusSummary(long documents, long sentences, LeftOut leftOut) {}
