/**
 * Corpora: files of raw text in, documents of sentences out, one at a time.
 *
 * <p>A {@link org.bert4j.pretrain.corpus.Corpus} finds the files that paths, directories and globs
 * stand for and the form of each, a {@link org.bert4j.pretrain.corpus.CorpusReader} reads them.
 * Bytes, decompressed and transcoded where need be, become lines, lines become documents by the
 * rules of the file's {@link org.bert4j.pretrain.corpus.CorpusFormat}, and paragraphs are cut into
 * sentences by ICU's rules and what they lack. What is not part of the text is counted with its
 * reason, never left out in silence.
 *
 * <p>Memory is bounded whatever the files: a line of text longer than a megabyte is read in pieces,
 * a document without an end in sight is cut, and a record of JSON Lines may have 16 MiB, one of CSV
 * 16 million characters, a text in an array of JSON 20 million.
 */
package org.bert4j.pretrain.corpus;
