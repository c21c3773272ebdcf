package org.bert4j.pretrain.store;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a token store holds.
 *
 * @param formatVersion version of the format, {@link #FORMAT_VERSION}
 * @param documents number of documents
 * @param sentences number of sentences
 * @param tokens number of tokens
 * @param unknownTokens how many of them are [UNK]
 * @param droppedLines lines of the corpus left out because they were not UTF-8
 * @param vocabularySize number of tokens in the vocabulary
 * @param vocabularySha256 SHA-256 of the vocabulary, a token a line, as in {@code vocab.txt}
 * @param dataSha256 SHA-256 of the SHA-256 digests of {@code tokens.bin}, {@code sentences.bin} and
 *     {@code documents.bin}, in this order
 * @param crc32c checksum of each of these files, in hexadecimal
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StoreManifest(
    int formatVersion,
    int documents,
    long sentences,
    long tokens,
    long unknownTokens,
    long droppedLines,
    int vocabularySize,
    String vocabularySha256,
    String dataSha256,
    Map<String, String> crc32c) {
  /** The only version there is. */
  public static final int FORMAT_VERSION = 1;

  /** Largest vocabulary whose ids fit in two bytes. */
  static final int MAX_SHORT_VOCABULARY = 1 << 16;

  /**
   * Checks that nothing is missing or negative.
   *
   * @param formatVersion version of the format, {@link #FORMAT_VERSION}
   * @param documents number of documents
   * @param sentences number of sentences
   * @param tokens number of tokens
   * @param unknownTokens how many of them are [UNK]
   * @param droppedLines lines of the corpus left out because they were not UTF-8
   * @param vocabularySize number of tokens in the vocabulary
   * @param vocabularySha256 SHA-256 of the vocabulary
   * @param dataSha256 SHA-256 of the data
   * @param crc32c checksum of each file
   * @throws IllegalArgumentException if something is
   */
  public StoreManifest {
    if (documents < 1 || sentences < documents || tokens < sentences) {
      throw new IllegalArgumentException(
          documents + " documents, " + sentences + " sentences, " + tokens + " tokens");
    }
    if (vocabularySha256 == null || dataSha256 == null || crc32c == null) {
      throw new IllegalArgumentException("vocabulary_sha256, data_sha256 or crc32c is missing");
    }
    crc32c = Collections.unmodifiableMap(new TreeMap<>(crc32c));
  }

  /**
   * Size of a token id on disk.
   *
   * @return 2 or 4 bytes
   */
  int bytesPerToken() {
    return bytesPerToken(vocabularySize);
  }

  static int bytesPerToken(int vocabularySize) {
    return vocabularySize <= MAX_SHORT_VOCABULARY ? 2 : 4;
  }

  /**
   * How much of the corpus the vocabulary cannot spell.
   *
   * @return share of [UNK] among the tokens, 0 … 1
   */
  public double unknownShare() {
    return (double) unknownTokens / tokens;
  }
}
