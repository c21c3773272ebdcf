package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * A tokenized corpus on disk, open for reading: documents of sentences of token ids, in the order
 * of the corpus. Safe for many threads.
 *
 * <p>Sizes and small files are checked when it is opened, a block of a shard when it is first read:
 * reading methods throw an {@link IllegalArgumentException} that names shard and block if it is
 * corrupt, or holds numbers that are none of a store.
 */
public final class TokenStore {
  private final Path directory;
  private final StoreManifest manifest;
  private final StoreDocuments[] shards;

  /** Index of each shard's first document. */
  private final int[] firstDocuments;

  private TokenStore(Path directory, StoreManifest manifest, int partBits) throws IOException {
    this.directory = directory;
    this.manifest = manifest;
    boolean sharded = manifest.formatVersion() != StoreManifest.UNSHARDED_VERSION;
    shards = new StoreDocuments[sharded ? manifest.shards().size() : 1];
    firstDocuments = new int[shards.length];
    if (!sharded) {
      shards[0] =
          new StoreDocuments(
              new VersionOneDocuments(directory, manifest, partBits),
              directory,
              manifest,
              manifest.documents(),
              new long[] {manifest.sentences(), manifest.tokens()});
      return;
    }
    requireTokenizer();
    int documents = 0;
    for (int i = 0; i < shards.length; i++) {
      ShardManifest shard = manifest.shards().get(i);
      Path file = directory.resolve(StoreFiles.shard(i));
      shards[i] =
          new StoreDocuments(
              new Shard(file, shard, manifest.bytesPerToken()),
              file,
              manifest,
              shard.documents(),
              new long[] {shard.sentences(), shard.tokens()});
      firstDocuments[i] = documents;
      documents += shard.documents();
    }
  }

  private void requireTokenizer() throws IOException {
    for (Map.Entry<String, String> entry : manifest.crc32c().entrySet()) {
      Path file = directory.resolve(entry.getKey());
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(
            file + ": missing; restore it, or prepare the store again");
      }
      String crc32c = StoreFiles.crc32c(file);
      if (!crc32c.equals(entry.getValue())) {
        throw StoreFiles.corrupt(file.toString(), crc32c, entry.getValue());
      }
    }
  }

  /**
   * Opens a store and checks that all of its files are there.
   *
   * @param directory where it is
   * @return the store
   * @throws IllegalArgumentException if it is not a store, of an unknown format version, truncated,
   *     the manifest names a file of another directory, or the manifest, the tokenizer or a table
   *     of checksums is corrupt
   * @throws IOException if it cannot be read
   */
  public static TokenStore open(Path directory) throws IOException {
    return open(directory, MappedFile.PART_BITS);
  }

  /** Opens a store, files of version 1 mapped in parts of 2 to the power of {@code partBits}. */
  static TokenStore open(Path directory, int partBits) throws IOException {
    return new TokenStore(directory, ManifestFile.read(directory), partBits);
  }

  /**
   * What the store holds.
   *
   * @return counts and hashes
   */
  public StoreManifest manifest() {
    return manifest;
  }

  /**
   * Where the tokenizer is that the ids belong to.
   *
   * @return a directory to load a tokenizer from
   */
  public Path tokenizerDirectory() {
    return directory.resolve(StoreFiles.TOKENIZER);
  }

  /**
   * Number of documents.
   *
   * @return at least 1
   */
  public int documents() {
    return manifest.documents();
  }

  /**
   * Number of sentences of a document.
   *
   * @param document 0 … documents − 1
   * @return at least 1
   */
  public int sentences(int document) {
    int shard = shardOf(document);
    return shards[shard].sentences(document - firstDocuments[shard]);
  }

  /**
   * Number of tokens of a document.
   *
   * @param document 0 … documents − 1
   * @return at least 1
   */
  public int tokens(int document) {
    int shard = shardOf(document);
    return shards[shard].tokens(document - firstDocuments[shard]);
  }

  /**
   * Where a sentence starts.
   *
   * @param document 0 … documents − 1
   * @param sentence 0 … the document's sentences; the last one stands for the document's end
   * @return tokens from the document's start
   */
  public int sentenceStart(int document, int sentence) {
    int shard = shardOf(document);
    return shards[shard].sentenceStart(document - firstDocuments[shard], sentence);
  }

  /**
   * Copies token ids.
   *
   * @param document 0 … documents − 1
   * @param from first token, counted from the document's start
   * @param target where to put them
   * @param at first element of the target to write
   * @param count number of tokens
   */
  public void copyTokens(int document, int from, int[] target, int at, int count) {
    Objects.checkFromIndexSize(from, count, tokens(document));
    int shard = shardOf(document);
    shards[shard].copyTokens(document - firstDocuments[shard], from, target, at, count);
  }

  private int shardOf(int document) {
    Objects.checkIndex(document, manifest.documents());
    int found = Arrays.binarySearch(firstDocuments, document);
    return found >= 0 ? found : -found - 2;
  }
}
