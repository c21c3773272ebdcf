package org.bert4j.pretrain.store;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.UnknownShare;

/**
 * What a token store holds.
 *
 * @param formatVersion version of the format, {@link #FORMAT_VERSION} or an earlier one
 * @param documents number of documents
 * @param sentences number of sentences
 * @param tokens number of tokens
 * @param unknownTokens how many of them are [UNK]
 * @param droppedLines lines of the corpus left out that were not UTF-8 or held NUL bytes
 * @param vocabularySize number of tokens in the vocabulary
 * @param vocabularySha256 SHA-256 of the vocabulary, a token a line, as in {@code vocab.txt}
 * @param dataSha256 SHA-256 of the SHA-256 digests of the shards in their order, in hexadecimal; in
 *     version 1 of those of {@code tokens.bin}, {@code sentences.bin} and {@code documents.bin}
 * @param crc32c checksum of each file that is read as a whole, in hexadecimal: the tokenizer's; in
 *     version 1 the three named above
 * @param shards what each shard holds, in their order; none in version 1
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
    Map<String, String> crc32c,
    List<ShardManifest> shards) {
  /** The version that is written. */
  public static final int FORMAT_VERSION = 2;

  /** One file of tokens, one of sentences and one of documents, checked when they are opened. */
  static final int UNSHARDED_VERSION = 1;

  /** Largest vocabulary whose ids fit in two bytes. */
  static final int MAX_SHORT_VOCABULARY = 1 << 16;

  /**
   * Checks that nothing is missing or negative, and that the shards add up. {@inheritDoc}
   *
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
    if (vocabularySize < 1) {
      throw new IllegalArgumentException(
          "vocabulary_size is " + vocabularySize + ", expected 1 or more");
    }
    crc32c.forEach(StoreManifest::requireFile);
    crc32c = Collections.unmodifiableMap(new TreeMap<>(crc32c));
    shards = shards == null ? List.of() : List.copyOf(shards);
    if (formatVersion > UNSHARDED_VERSION
        && (shards.stream().mapToLong(ShardManifest::documents).sum() != documents
            || shards.stream().mapToLong(ShardManifest::sentences).sum() != sentences
            || shards.stream().mapToLong(ShardManifest::tokens).sum() != tokens)) {
      throw new IllegalArgumentException("the shards do not add up to the store");
    }
  }

  /** What a manifest names is read: nothing but files of the store and of its tokenizer. */
  private static void requireFile(String name, String checksum) {
    if (checksum == null || !name.matches("(tokenizer/)?[\\w.-]*\\w[\\w.-]*")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "crc32c has %s for '%s', expected checksums of files in the store's directory",
              checksum,
              name));
    }
  }

  /** The manifest of a store of the version that is written, summed up from its shards. */
  static StoreManifest of(
      List<ShardManifest> shards,
      BertTokenizer tokenizer,
      Map<String, String> tokenizerChecksums,
      long droppedLines) {
    MessageDigest data = StoreFiles.sha256();
    for (ShardManifest shard : shards) {
      data.update(HexFormat.of().parseHex(shard.sha256()));
    }
    return new StoreManifest(
        FORMAT_VERSION,
        Math.toIntExact(shards.stream().mapToLong(ShardManifest::documents).sum()),
        shards.stream().mapToLong(ShardManifest::sentences).sum(),
        shards.stream().mapToLong(ShardManifest::tokens).sum(),
        shards.stream().mapToLong(ShardManifest::unknownTokens).sum(),
        droppedLines,
        tokenizer.vocabularySize(),
        TokenStoreWriter.vocabularySha256(tokenizer),
        HexFormat.of().formatHex(data.digest()),
        tokenizerChecksums,
        shards);
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
   * @return the tokens, and how many of them are [UNK]
   */
  public UnknownShare unknownShare() {
    return new UnknownShare(tokens, unknownTokens);
  }
}
