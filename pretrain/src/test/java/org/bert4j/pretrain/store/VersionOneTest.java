package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A store that format version 1 was written to stays readable. */
class VersionOneTest {
  private static final String DATA_SHA256 =
      "c101d0d2d09de4147c8b5696eb464e66ac77fd9e6df382a38ceea95d2b9cd6fd";

  @TempDir Path directory;

  private static Path resource(String name) {
    try {
      return Path.of(VersionOneTest.class.getResource("/version-1/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void holdsTheTextItWasMadeOf() throws IOException {
    String text = Files.readString(resource("corpus.txt"));
    List<List<String>> documents =
        Stream.of(text.split("\n\n")).map(document -> document.lines().toList()).toList();
    for (int partBits : new int[] {4, 7, MappedFile.PART_BITS}) {
      TokenStore store = TokenStore.open(resource("store"), partBits);
      assertEquals(DATA_SHA256, store.manifest().dataSha256());
      assertEquals(documents.size(), store.documents());
      try (BertTokenizer tokenizer = BertTokenizer.load(store.tokenizerDirectory())) {
        for (int d = 0; d < documents.size(); d++) {
          assertHolds(store, d, tokenizer.encodeAll(documents.get(d)));
        }
      }
    }
  }

  private static void assertHolds(TokenStore store, int document, List<int[]> sentences) {
    assertEquals(sentences.size(), store.sentences(document));
    int start = 0;
    for (int s = 0; s < sentences.size(); s++) {
      int[] ids = new int[sentences.get(s).length];
      assertEquals(start, store.sentenceStart(document, s));
      store.copyTokens(document, start, ids, 0, ids.length);
      assertArrayEquals(sentences.get(s), ids);
      start += ids.length;
    }
    assertEquals(start, store.tokens(document));
  }

  /** Written here as the format's description has it: the vocabulary needs 32 bits an id. */
  @Test
  void holdsIdsOfThirtyTwoBits() throws IOException {
    int[] ids = {65_535, 65_536, 69_999, 5, 6};
    ByteBuffer tokens = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.of(ids).forEach(tokens::putInt);
    ByteBuffer sentences = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.of(2, 4, 1).forEach(sentences::putInt);
    ByteBuffer documents = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.of(0, 0, 2, 4, 3, 5).forEach(documents::putLong);
    List<String> checksums = new ArrayList<>();
    List<ByteBuffer> data = List.of(tokens, sentences, documents);
    List<String> names = List.of("tokens", "sentences", "documents");
    for (int i = 0; i < names.size(); i++) {
      byte[] bytes = data.get(i).array();
      Files.write(directory.resolve(names.get(i) + ".bin"), bytes);
      checksums.add("\"%s.bin\": \"%s\"".formatted(names.get(i), StoreFiles.crc32c(bytes)));
    }
    Files.writeString(
        directory.resolve("manifest.json"),
        """
        {"format_version": 1, "documents": 2, "sentences": 3, "tokens": 5, "unknown_tokens": 0,
         "dropped_lines": 0, "vocabulary_size": 70000, "vocabulary_sha256": "", "data_sha256": "",
         "crc32c": {%s}}
        """
            .formatted(String.join(", ", checksums)));
    TokenStore store = TokenStore.open(directory);
    assertHolds(store, 0, List.of(Arrays.copyOfRange(ids, 0, 2), Arrays.copyOfRange(ids, 2, 4)));
    assertHolds(store, 1, List.of(Arrays.copyOfRange(ids, 4, 5)));
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    for (String name : List.of("tokens.bin", "sentences.bin", "documents.bin", "manifest.json")) {
      Files.copy(resource("store/" + name), directory.resolve(name));
    }
    TokenStore.open(directory);
    for (String name : List.of("tokens.bin", "sentences.bin", "documents.bin")) {
      Path file = directory.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
      assertMessage(name + " is corrupt", () -> TokenStore.open(directory));
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
      assertMessage(name + ": " + (bytes.length - 1), () -> TokenStore.open(directory));
      Files.delete(file);
      assertMessage(name + ": missing", () -> TokenStore.open(directory));
      Files.write(file, bytes);
    }
    Path manifest = directory.resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"crc32c\"", "\"crc\""));
    assertMessage("broken manifest", () -> TokenStore.open(directory));
  }

  private static void assertMessage(String expected, Executable action) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}
