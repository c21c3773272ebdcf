package org.bert4j.pretrain.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusFile;

/**
 * What a store is made of: finished shards are gone on from if it is still the same.
 *
 * @param files the corpus' files, in reading order
 * @param reading how they are read
 * @param tokenizer checksums of the tokenizer's files
 * @param shardBytes size at which a shard ends
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record StoreSource(
    List<TextFile> files, JsonNode reading, Map<String, String> tokenizer, long shardBytes) {
  private static final String ON_INVALID_UTF8 = "onInvalidUtf8";
  private static final String TEXT_COLUMN = "textColumn";

  /**
   * A file of the corpus.
   *
   * @param path where it is
   * @param bytes its size
   * @param modified when it was changed last
   */
  record TextFile(String path, long bytes, String modified) {
    static TextFile of(CorpusFile file) {
      return new TextFile(
          file.path().toAbsolutePath().normalize().toString(),
          file.bytes(),
          file.modified().toString());
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s of %d bytes, modified %s", path, bytes, modified);
    }
  }

  StoreSource {
    if (files == null
        || files.stream().anyMatch(Objects::isNull)
        || reading == null
        || tokenizer == null) {
      throw new IllegalArgumentException("files, reading or tokenizer is missing");
    }
    files = List.copyOf(files);
    tokenizer = Map.copyOf(tokenizer);
  }

  static StoreSource of(Corpus corpus, Map<String, String> tokenizer, long shardBytes) {
    List<TextFile> files = corpus.found().stream().map(TextFile::of).toList();
    JsonNode reading = new ObjectMapper().valueToTree(corpus.options());
    return new StoreSource(files, reading, tokenizer, shardBytes);
  }

  /**
   * Refuses to go on with shards that were made of something else. Files that none of their text
   * comes from may have changed.
   *
   * @param begun what the shards were made of
   * @param lastFile index of the last file that their text comes from
   * @param directory where they are
   */
  void requireSame(StoreSource begun, int lastFile, Path directory) {
    requireEqual("the reader options are", reading, comparable(begun.reading), directory);
    requireEqual("the tokenizer's files have the checksums", tokenizer, begun.tokenizer, directory);
    requireEqual("the size of a shard is", shardBytes, begun.shardBytes, directory);
    for (int i = 0; i <= lastFile; i++) {
      Object file = i < files.size() ? files.get(i) : "missing";
      Object before = i < begun.files.size() ? begun.files.get(i) : "missing";
      requireEqual(
          String.format(Locale.ROOT, "file %d of the corpus is", i + 1), file, before, directory);
    }
  }

  /**
   * Text read while invalid lines were refused has none, whatever is to be done about them now; and
   * texts that were read from the column "text" are found there, too, where none is asked for.
   */
  private JsonNode comparable(JsonNode begun) {
    if (!begun.isObject()) {
      return begun;
    }
    ObjectNode same = begun.deepCopy();
    if (InvalidUtf8.FAIL.name().equals(begun.path(ON_INVALID_UTF8).asText())) {
      same.set(ON_INVALID_UTF8, reading.get(ON_INVALID_UTF8));
    }
    if (!reading.has(TEXT_COLUMN) && begun.path(TEXT_COLUMN).asText().equals("text")) {
      same.remove(TEXT_COLUMN);
    }
    return same;
  }

  private static void requireEqual(String what, Object now, Object before, Path directory) {
    if (!now.equals(before)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s holds what an interrupted preparation has finished, but %s now %s and was %s; restore it, name another output, or delete that directory to begin anew",
              directory,
              what,
              now,
              before));
    }
  }
}
