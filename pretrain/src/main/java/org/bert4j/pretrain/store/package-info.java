/**
 * The token store: a corpus tokenized once, on disk, memory-mapped when read.
 *
 * <h2>Format version 2</h2>
 *
 * <p>A store is a directory:
 *
 * <pre>
 * manifest.json     what {@link org.bert4j.pretrain.store.StoreManifest} holds, snake_case, and
 *                   the checksum of all bytes before it as the last property, manifest_crc32c
 * shard-00000.bin   the first documents of the corpus
 * shard-00001.bin   those that follow, and so on
 * tokenizer/        the tokenizer that the ids belong to
 * </pre>
 *
 * <p>A document is in one shard as a whole; a shard ends with the document that brings it to 64
 * MiB. Every document has at least one sentence and every sentence at least one token. All numbers
 * are little-endian integers. A shard of D documents, S sentences and T tokens, which the manifest
 * says, is these arrays end to end:
 *
 * <table>
 * <caption>A shard's file</caption>
 * <tr><th>array</th><th>element</th><th>content</th></tr>
 * <tr><td>tokens [T]</td><td>uint16 if the vocabulary has at most 65,536 tokens, else int32</td>
 *     <td>ids, sentence after sentence, document after document, without special tokens; zeros up
 *     to a multiple of 4 bytes</td></tr>
 * <tr><td>sentences [S]</td><td>int32</td>
 *     <td>where a sentence ends, in tokens from its document's start</td></tr>
 * <tr><td>documents [D + 1, 2]</td><td>int32</td>
 *     <td>a document's first sentence and first token, counted over the shard; then S and
 *     T</td></tr>
 * <tr><td>checksums [⌈bytes before / 65,536⌉]</td><td>int32</td>
 *     <td>CRC-32C of each block of 64 KiB of all the arrays before, the last one shorter</td></tr>
 * </table>
 *
 * <p>Everything is under a checksum. The manifest is checked against its own, then the tokenizer's
 * files, the size of each shard and its array of checksums against the manifest, all when a store
 * is opened; a block is checked when it is first read. What does not fit is refused. All checksums
 * are CRC-32C (Castagnoli), in the manifest in hexadecimal. {@code data_sha256} identifies the
 * data: the SHA-256 of the SHA-256 digests of the shards' files, in their order.
 *
 * <p>Nothing in a store depends on the time, the machine, the path of the corpus, the number of
 * threads or on interruptions: the same corpus and tokenizer give the same bytes.
 *
 * <h2>A store in the making</h2>
 *
 * <p>A store is made in a directory of its name with {@code .incomplete} appended, and appears by a
 * rename when it is complete:
 *
 * <pre>
 * store/          what becomes the store: the finished shards, flushed to the disk
 * source.json     files, reader options and tokenizer that they are made of
 * progress.json   what the manifest says of them, and where in the corpus the last of them ends
 * tokenizer/, shard, sentences, documents
 *                 what is being written; not kept
 * lock            locked by the process at work
 * </pre>
 *
 * <p>Whoever makes the same store next goes on after the last shard that {@code progress.json}
 * names, if reader options, tokenizer, and the names, sizes and modification times of all files up
 * to that place of the corpus are the same, and is refused otherwise.
 *
 * <h2>Format version 1</h2>
 *
 * <p>Read, no longer written. No shards, but three files, checked as a whole when a store is
 * opened:
 *
 * <pre>
 * tokens.bin      the ids of all tokens, as above
 * sentences.bin   int32 for every sentence: where it ends, in tokens from its document's start
 * documents.bin   two int64 for every document: its first sentence and its first token, counted
 *                 over the store; then one more such pair: all sentences, all tokens
 * </pre>
 *
 * <p>The manifest has no checksum of its own; its {@code crc32c} are those of these three files and
 * its {@code data_sha256} is the SHA-256 of their SHA-256 digests, in this order.
 */
package org.bert4j.pretrain.store;
