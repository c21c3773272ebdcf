package org.bert4j.pretrain.store;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;

/**
 * What a shard of a token store holds.
 *
 * @param documents number of documents
 * @param sentences number of sentences
 * @param tokens number of tokens
 * @param unknownTokens how many of them are [UNK]
 * @param crc32c checksum of its table of checksums, in hexadecimal
 * @param sha256 SHA-256 of the file, in hexadecimal
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ShardManifest(
    int documents, int sentences, int tokens, int unknownTokens, String crc32c, String sha256) {
  /**
   * Checks that nothing is missing or negative. {@inheritDoc}
   *
   * @throws IllegalArgumentException if something is, or the file would be too large to be mapped
   */
  public ShardManifest {
    if (documents < 1 || sentences < documents || tokens < sentences || unknownTokens < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a shard of %d documents, %d sentences, %d tokens, %d unknown tokens",
              documents,
              sentences,
              tokens,
              unknownTokens));
    }
    if (crc32c == null || sha256 == null) {
      throw new IllegalArgumentException("crc32c or sha256 of a shard is missing");
    }
    long bytes = new ShardLayout(documents, sentences, tokens, Integer.BYTES).bytes();
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "a shard of %,d bytes", bytes));
    }
  }

  ShardLayout layout(int bytesPerToken) {
    return new ShardLayout(documents, sentences, tokens, bytesPerToken);
  }
}
