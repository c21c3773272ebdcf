package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store whose checksums are right and whose numbers or names are not is refused, in one line. */
class UntrustedStoreTest extends SmallStores {
  private Path output;

  /** Two documents: sentences of 2 and 3 tokens, and one of 4; 9 word pieces. */
  @BeforeEach
  void writeStore() throws IOException {
    List<int[]> first = List.of(new int[] {5, 6}, new int[] {7, 8, 5});
    output = write(9, List.of(first, List.of(new int[] {5, 6, 7, 8})));
  }

  /** Nine ids of 2 bytes and 2 spare ones, 3 ends, pairs of first sentence and token. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4, 0xFFFF0009 | document 0 has the token id 9,",
        "20, 6 | document 0 has a sentence from token 0 to 5 of 5",
        "24, 2 | document 0 has a sentence from token 2 to 1 of 5",
        "24, 4 | document 0 has a sentence from token 2 to 3 of 5",
        "28, 0x7FFFFFFF | document 1 has a sentence from token 0 to 2147483646 of 4",
        "28, -1 | document 1 has a sentence from token 0 to -2 of 4",
        "32, -1 | document 0 has sentences -1 to 1",
        "36, -5 | document 0 has tokens -5 to 4",
        "40, 0 | document 0 has sentences 0 to -1",
        "40, 3 | document 0 has a sentence",
        "44, 0 | document 0 has tokens 0 to -1",
        "48, 0x7FFFFFFF | document 1 has sentences 2 to 2147483646",
        "52, 10 | document 1 has tokens 5 to 9"
      })
  void numbersThatAreNoneOfAStoreAreRefused(String change, String message) throws IOException {
    String[] parts = change.split(", ");
    put(Integer.parseInt(parts[0]), Long.decode(parts[1]).intValue());
    assertMessage("shard-00000.bin: " + message, () -> readAll(output));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/dev/zero", "../../secret", "tokenizer/../../x", "..", "tokenizer/..", "a/b"})
  void aManifestNamesNoFileElsewhere(String name) throws IOException {
    Path file = output.resolve("manifest.json");
    String text = Files.readString(file);
    String content = text.substring(0, text.indexOf(",\n  \"manifest_crc32c\""));
    content =
        content.replace("\"crc32c\" : {\n", "\"crc32c\" : {\n    \"" + name + "\" : \"0\",\n");
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    String end = ",\n  \"manifest_crc32c\" : \"%s\"\n}\n";
    Files.writeString(file, content + String.format(Locale.ROOT, end, StoreFiles.crc32c(bytes)));
    assertTimeout(
        Duration.ofSeconds(5),
        () -> assertMessage("crc32c has 0 for '" + name + "'", () -> TokenStore.open(output)));
  }

  @Test
  void aDeviceInPlaceOfATokenizersFileIsNotRead() throws IOException {
    Path vocabulary = output.resolve("tokenizer/vocab.txt");
    Files.delete(vocabulary);
    Files.createDirectory(vocabulary);
    assertMessage("vocab.txt: missing", () -> TokenStore.open(output));
  }

  /** Changes a number and makes all checksums right again. */
  private void put(int at, int value) throws IOException {
    Path file = output.resolve("shard-00000.bin");
    StoreManifest manifest = ManifestFile.read(output);
    ShardManifest shard = manifest.shards().get(0);
    int checksumsAt = (int) shard.layout(2).checksumsAt();
    byte[] content = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(at, value);
    CRC32C block = new CRC32C();
    block.update(content, 0, checksumsAt);
    bytes.putInt(checksumsAt, (int) block.getValue());
    Files.write(file, content);
    String table = StoreFiles.crc32c(Arrays.copyOfRange(content, checksumsAt, content.length));
    ShardManifest changed =
        new ShardManifest(
            shard.documents(),
            shard.sentences(),
            shard.tokens(),
            shard.unknownTokens(),
            table,
            shard.sha256());
    ManifestFile.write(
        output,
        new StoreManifest(
            manifest.formatVersion(),
            manifest.documents(),
            manifest.sentences(),
            manifest.tokens(),
            manifest.unknownTokens(),
            manifest.droppedLines(),
            manifest.vocabularySize(),
            manifest.vocabularySha256(),
            manifest.dataSha256(),
            manifest.crc32c(),
            List.of(changed)));
  }
}
