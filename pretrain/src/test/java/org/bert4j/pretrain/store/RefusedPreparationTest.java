package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;

/** What is not gone on with: other text, another tokenizer, broken progress. */
class RefusedPreparationTest extends InterruptedPreparation {
  @Test
  void shardsOfOtherTextAreNotGoneOnWith() throws IOException {
    fail(wholeBytes / 2);
    Path first = corpus.get(0);
    FileTime modified = Files.getLastModifiedTime(first);
    Files.writeString(first, "rain.\n", StandardOpenOption.APPEND);
    refused("file 1 of the corpus is now " + first);
    restore(first, modified);
    Files.setLastModifiedTime(first, FileTime.fromMillis(modified.toMillis() + 1000));
    refused("file 1 of the corpus is now " + first);
    Files.setLastModifiedTime(first, modified);
    Files.move(first, directory.resolve("renamed.txt"));
    corpus.set(0, directory.resolve("renamed.txt"));
    refused("renamed.txt");
    Files.move(directory.resolve("renamed.txt"), first, StandardCopyOption.REPLACE_EXISTING);
    corpus.set(0, first);
    Path last = corpus.remove(FILES - 1);
    Path second = corpus.remove(1);
    refused("file 2 of the corpus is now missing and was " + second);
    corpus.add(second);
    corpus.add(last);
    write(output, unlimited());
    assertSameAsWhole();
  }

  @Test
  void textReadWithLinesSkippedIsNotGoneOnWithWithoutThat() {
    fail(wholeBytes / 2);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> write(output, InvalidUtf8.FAIL));
    assertTrue(refusal.getMessage().contains("reader options are now"), refusal.getMessage());
  }

  @Test
  void anotherTokenizerOrShardSizeIsRefused() throws IOException {
    fail(wholeBytes / 2);
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> write(output, unlimited(), BertNormalization.cased(), CorpusListener.NONE));
    assertTrue(refusal.getMessage().contains("tokenizer"), refusal.getMessage());
    refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> write(output, new StoreSettings(5_000, AtomicFile::writeFully)));
    assertTrue(refusal.getMessage().contains("size of a shard"), refusal.getMessage());
    write(output, unlimited());
    assertSameAsWhole();
  }

  @Test
  void brokenProgressIsRefused() throws IOException {
    fail(wholeBytes / 2);
    Path root = UnfinishedStore.root(output);
    Path progress = root.resolve("progress.json");
    String good = Files.readString(progress);
    Files.writeString(progress, good.substring(0, good.length() / 2));
    refused("progress.json is broken");
    Files.writeString(progress, good.replace("\"not_utf8\":", "\"not_utf8\":-"));
    refused("not_utf8 -1");
    Files.writeString(progress, good.replace("\"left_out\":", "\"left_out\":null,\"left_out_\":"));
    refused("progress.json is broken");
    for (String nothing :
        List.of(
            "null",
            "",
            "[]",
            "{}",
            "\0".repeat(99),
            good.replaceFirst("\\{\"shards\":\\[", "$0null,"))) {
      Files.writeString(progress, nothing);
      refused("progress.json is broken");
    }
    Files.writeString(progress, good);
    Path source = root.resolve("source.json");
    String begun = Files.readString(source);
    for (String nothing : List.of("null", begun.replaceFirst("\\{\"files\":\\[", "$0null,"))) {
      Files.writeString(source, nothing);
      refused("source.json is broken");
    }
    Files.writeString(source, begun);
    Files.delete(root.resolve("store/shard-00001.bin"));
    refused("shard-00001.bin: missing");
  }

  @Test
  void aStoreIsMadeByOneProcess() throws IOException {
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, BertNormalization.uncased());
        TokenStoreWriter writer = new TokenStoreWriter(output, tokenizer)) {
      writer.add(List.of(new int[] {5}));
      refused("another process is preparing this store");
      writer.finish(0);
    }
    assertEquals(1, TokenStore.open(output).documents());
  }

  @Test
  void aStoreInTheMakingIsNamed() {
    fail(wholeBytes / 2);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> TokenStore.open(output));
    assertTrue(refusal.getMessage().contains("was interrupted"), refusal.getMessage());
  }
}
