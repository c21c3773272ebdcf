package org.bert4j.pretrain.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A tokenized corpus on disk, open for reading: documents of sentences of token ids, in the order
 * of the corpus. Safe for many threads.
 */
public final class TokenStore {
  private final Path directory;
  private final StoreManifest manifest;
  private final MappedFile tokens;
  private final MappedFile sentences;
  private final MappedFile documents;

  private TokenStore(Path directory, StoreManifest manifest, int partBits) throws IOException {
    this.directory = directory;
    this.manifest = manifest;
    tokens = map(StoreFiles.TOKENS, manifest.tokens() * manifest.bytesPerToken(), partBits);
    sentences = map(StoreFiles.SENTENCES, manifest.sentences() * Integer.BYTES, partBits);
    documents = map(StoreFiles.DOCUMENTS, (manifest.documents() + 1L) * 2 * Long.BYTES, partBits);
  }

  /**
   * Opens a store and checks that it is whole.
   *
   * @param directory where it is
   * @return the store
   * @throws IllegalArgumentException if it is not a store, of another format version, truncated or
   *     corrupt
   * @throws IOException if it cannot be read
   */
  public static TokenStore open(Path directory) throws IOException {
    return open(directory, MappedFile.PART_BITS);
  }

  static TokenStore open(Path directory, int partBits) throws IOException {
    return new TokenStore(directory, readManifest(directory), partBits);
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
    return (int) (firstSentence(document + 1) - firstSentence(document));
  }

  /**
   * Number of tokens of a document.
   *
   * @param document 0 … documents − 1
   * @return at least 1
   */
  public int tokens(int document) {
    return (int) (firstToken(document + 1) - firstToken(document));
  }

  /**
   * Where a sentence starts.
   *
   * @param document 0 … documents − 1
   * @param sentence 0 … the document's sentences; the last one stands for the document's end
   * @return tokens from the document's start
   */
  public int sentenceStart(int document, int sentence) {
    return sentence == 0 ? 0 : sentences.integer(firstSentence(document) + sentence - 1);
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
    long first = firstToken(document) + from;
    boolean shortIds = manifest.bytesPerToken() == Short.BYTES;
    for (int i = 0; i < count; i++) {
      target[at + i] = shortIds ? tokens.unsignedShort(first + i) : tokens.integer(first + i);
    }
  }

  private long firstSentence(int document) {
    return documents.longInteger(2L * document);
  }

  private long firstToken(int document) {
    return documents.longInteger(2L * document + 1);
  }

  private MappedFile map(String name, long bytes, int partBits) throws IOException {
    Path file = directory.resolve(name);
    long size = Files.exists(file) ? Files.size(file) : -1;
    if (size != bytes) {
      throw new IllegalArgumentException(
          file
              + (size < 0 ? ": missing" : ": " + size + " bytes")
              + " where the manifest says "
              + bytes
              + " bytes; prepare the store again");
    }
    MappedFile mapped = new MappedFile(file, partBits);
    if (!mapped.crc32c().equals(manifest.crc32c().get(name))) {
      throw new IllegalArgumentException(
          file
              + ": corrupt, its checksum is "
              + mapped.crc32c()
              + " where the manifest says "
              + manifest.crc32c().get(name)
              + "; prepare the store again");
    }
    return mapped;
  }

  private static StoreManifest readManifest(Path directory) throws IOException {
    Path file = directory.resolve(StoreFiles.MANIFEST);
    if (Files.notExists(file)) {
      throw new IllegalArgumentException(
          directory + ": not a token store, there is no " + StoreFiles.MANIFEST + " in it");
    }
    try {
      ObjectMapper json = new ObjectMapper();
      int version = json.readTree(file.toFile()).path("format_version").asInt();
      if (version != StoreManifest.FORMAT_VERSION) {
        throw new IllegalArgumentException(
            file
                + ": format_version "
                + version
                + ", expected "
                + StoreManifest.FORMAT_VERSION
                + "; prepare the store again");
      }
      return json.readValue(file.toFile(), StoreManifest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + ": broken manifest: " + e.getOriginalMessage() + "; prepare the store again", e);
    }
  }
}
