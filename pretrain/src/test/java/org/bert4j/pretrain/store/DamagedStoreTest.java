package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.junit.jupiter.api.Test;

/** Damage anywhere in a store is refused, in one line. */
class DamagedStoreTest extends SmallStores {
  @Test
  void everyFlippedByteIsRefused() throws IOException {
    Path output = writeShards();
    readAll(output);
    List<Path> files;
    try (Stream<Path> all = Files.walk(output)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertEquals(3 + 1 + 4, files.size(), files.toString());
    RandomStream random = RandomStream.of(1, 0, 0, Purpose.SAMPLE_CORPUS);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      String name = output.relativize(file).toString();
      // Every byte of the manifest and of the checksums at a shard's end, some of the others.
      int step = name.equals("manifest.json") ? 1 : 1 + bytes.length / 40;
      for (int at = 0; at < bytes.length; at += at < bytes.length - 20 ? step : 1) {
        flip(file, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
        assertMessage(name, () -> readAll(output));
        flip(file, at, bytes[at]);
      }
    }
    readAll(output);
  }

  @Test
  void aCorruptBlockIsRefusedWhenItIsRead() throws IOException {
    Path output = writeShards();
    Path file = output.resolve("shard-00001.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[ShardLayout.BLOCK_BYTES + 7] ^= 1;
    Files.write(file, bytes);
    TokenStore store = TokenStore.open(output);
    int[] ids = new int[100];
    store.copyTokens(2, 0, ids, 0, 100);
    assertMessage(
        "shard-00001.bin: block 1 (bytes 65536 to 131071) is corrupt",
        () -> store.copyTokens(2, ShardLayout.BLOCK_BYTES / 2, ids, 0, 100));
    assertMessage(
        "restore the file, or prepare the store again",
        () -> store.copyTokens(2, ShardLayout.BLOCK_BYTES / 2 - 50, ids, 0, 100));
  }

  @Test
  void truncatedAndMissingFilesAreRefused() throws IOException {
    Path output = writeShards();
    Path shard = output.resolve("shard-00002.bin");
    try (FileChannel file = FileChannel.open(shard, StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 1);
    }
    assertMessage("shard-00002.bin: ", () -> TokenStore.open(output));
    Files.delete(shard);
    assertMessage("shard-00002.bin: missing where the manifest", () -> TokenStore.open(output));
    Files.delete(output.resolve("tokenizer/vocab.txt"));
    assertMessage("vocab.txt: missing", () -> TokenStore.open(output));
  }

  /** The checksum of pages that are gone, computed where they were, would end the process. */
  @Test
  void aFileThatBecomesShorterAfterItWasOpenedIsAnError() throws IOException {
    Path output = writeShards();
    TokenStore store = TokenStore.open(output);
    try (FileChannel file =
        FileChannel.open(output.resolve("shard-00001.bin"), StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
    assertThrows(InternalError.class, () -> store.copyTokens(2, 0, new int[100], 0, 100));
  }

  @Test
  void shardsInTheWrongOrderAreRefused() throws IOException {
    List<List<int[]>> documents = List.of(List.of(new int[] {5, 6}), List.of(new int[] {6, 5}));
    Path output = write(9, documents, new StoreSettings(1, AtomicFile::writeFully));
    Path first = output.resolve("shard-00000.bin");
    Path second = output.resolve("shard-00001.bin");
    Files.move(first, directory.resolve("other"));
    Files.move(second, first);
    Files.move(directory.resolve("other"), second);
    assertMessage("shard-00000.bin: its table of checksums", () -> TokenStore.open(output));
  }

  @Test
  void brokenManifestsAreRefused() throws IOException {
    Path output = write(9, documents(9));
    Path manifest = output.resolve("manifest.json");
    String good = Files.readString(manifest);
    Files.writeString(manifest, good.replace("\"format_version\" : 2", "\"format_version\" : 3"));
    assertMessage("format_version 3, expected at most 2", () -> TokenStore.open(output));
    Files.writeString(manifest, good.substring(0, good.length() / 2));
    assertMessage("broken manifest", () -> TokenStore.open(output));
    Files.writeString(manifest, good.replace("\"documents\" : 20", "\"documents\" : 19"));
    assertMessage("manifest.json is corrupt", () -> TokenStore.open(output));
    Files.writeString(manifest, good + "\n");
    assertMessage("manifest.json is corrupt", () -> TokenStore.open(output));
    Files.writeString(manifest, "{\"format_version\":2}");
    assertMessage("manifest.json is corrupt", () -> TokenStore.open(output));
    Files.delete(manifest);
    assertMessage("not a token store, there is no manifest.json", () -> TokenStore.open(output));
    assertMessage("not a token store", () -> TokenStore.open(directory.resolve("nowhere")));
  }
}
