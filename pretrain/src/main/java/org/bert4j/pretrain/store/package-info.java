/**
 * The token store: a corpus tokenized once, on disk, memory-mapped when read.
 *
 * <p>A store is a directory. All numbers are little-endian.
 *
 * <pre>
 * manifest.json   what {@link org.bert4j.pretrain.store.StoreManifest} holds, snake_case
 * tokens.bin      the ids of all tokens, sentence after sentence, document after document,
 *                 without special tokens; 2 bytes each (unsigned) if the vocabulary has at most
 *                 65,536 tokens, else 4
 * sentences.bin   int32 for every sentence: where it ends, in tokens from its document's start
 * documents.bin   two int64 for every document: its first sentence and its first token, counted
 *                 over the store; then one more such pair: all sentences, all tokens
 * tokenizer/      the tokenizer the ids belong to
 * </pre>
 *
 * <p>Every document has at least one sentence and every sentence at least one token. The manifest
 * holds the CRC-32C of each {@code .bin} file; a store whose sizes or checksums do not fit is
 * refused. It is written under the name of the directory with {@code .incomplete} appended, and
 * renamed when it is complete. Nothing in it depends on the time, the machine, the path of the
 * corpus or the number of threads, so that the same corpus and tokenizer give the same bytes.
 */
package org.bert4j.pretrain.store;
