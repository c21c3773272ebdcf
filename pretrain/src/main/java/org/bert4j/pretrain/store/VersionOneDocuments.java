package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.file.Path;

/** The files of a store of format version 1, checked as a whole when they are opened. */
final class VersionOneDocuments implements StoreNumbers {
  static final String TOKENS = "tokens.bin";
  static final String SENTENCES = "sentences.bin";
  static final String DOCUMENTS = "documents.bin";

  private final StoreManifest manifest;
  private final MappedFile tokens;
  private final MappedFile sentences;
  private final MappedFile documents;

  /** Opens the files, each mapped in parts of 2 to the power of {@code partBits} bytes. */
  VersionOneDocuments(Path directory, StoreManifest manifest, int partBits) throws IOException {
    this.manifest = manifest;
    long tokenBytes = manifest.tokens() * manifest.bytesPerToken();
    tokens = map(directory.resolve(TOKENS), tokenBytes, partBits);
    sentences = map(directory.resolve(SENTENCES), manifest.sentences() * Integer.BYTES, partBits);
    long documentBytes = (manifest.documents() + 1L) * 2 * Long.BYTES;
    documents = map(directory.resolve(DOCUMENTS), documentBytes, partBits);
  }

  @Override
  public long firstSentence(int document) {
    return documents.longInteger(2L * document);
  }

  @Override
  public long firstToken(int document) {
    return documents.longInteger(2L * document + 1);
  }

  @Override
  public int sentenceEnd(long sentence) {
    return sentences.integer(sentence);
  }

  @Override
  public void copyTokens(long first, int[] target, int at, int count) {
    boolean shortIds = manifest.bytesPerToken() == Short.BYTES;
    for (int i = 0; i < count; i++) {
      target[at + i] = shortIds ? tokens.unsignedShort(first + i) : tokens.integer(first + i);
    }
  }

  private MappedFile map(Path file, long bytes, int partBits) throws IOException {
    StoreFiles.requireSize(file, bytes);
    MappedFile mapped = new MappedFile(file, partBits);
    String expected = manifest.crc32c().get(file.getFileName().toString());
    if (!mapped.crc32c().equals(expected)) {
      throw StoreFiles.corrupt(file.toString(), mapped.crc32c(), expected);
    }
    return mapped;
  }
}
