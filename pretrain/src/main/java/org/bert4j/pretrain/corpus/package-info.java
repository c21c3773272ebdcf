/**
 * Corpora: files of raw text in, documents of sentences out, one at a time.
 *
 * <p>A {@link org.bert4j.pretrain.corpus.Corpus} names the files, a {@link
 * org.bert4j.pretrain.corpus.CorpusReader} reads them. Bytes become lines, lines become documents
 * by the rules of the file's {@link org.bert4j.pretrain.corpus.CorpusFormat}, and paragraphs are
 * cut into sentences by ICU's rules with a list of abbreviations on top. Memory is bounded by the
 * longest document, which is cut where it would grow without end.
 */
package org.bert4j.pretrain.corpus;
