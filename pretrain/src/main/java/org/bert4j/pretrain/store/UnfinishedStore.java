package org.bert4j.pretrain.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.io.FileTree;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.io.LockFile;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * The directory in which a store is made, beside the store's own name, which appears by a rename
 * when everything is in it. Finished shards are kept there until then, whatever happens.
 */
final class UnfinishedStore implements AutoCloseable {
  private static final String SUFFIX = ".incomplete";
  private static final String LOCK = "lock";
  private static final String SOURCE = "source.json";
  private static final String PROGRESS = "progress.json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path output;
  private final Path root;
  private final Path store;
  private final LockFile lock;
  private boolean ended;

  /** Takes the output's name for this process, or refuses if something stands there. */
  UnfinishedStore(Path output) throws IOException {
    this.output = output.toAbsolutePath().normalize();
    root = root(this.output);
    store = root.resolve("store");
    requireFree(output);
    lock =
        LockFile.tryLock(root.resolve(LOCK))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        output
                            + ": another process is preparing this store; choose another output"));
    try {
      requireFree(output); // whoever had the lock before may have finished it
      Files.createDirectories(store);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void requireFree(Path output) throws IOException {
    if (Files.exists(output) && !StoreFiles.isEmptyDirectory(output)) {
      throw new IllegalArgumentException(
          output + ": exists already; choose another output or delete it");
    }
  }

  static Path root(Path output) {
    Path path = output.toAbsolutePath().normalize();
    return path.resolveSibling(path.getFileName() + SUFFIX);
  }

  /** The name the store is to get. */
  Path output() {
    return output;
  }

  /** Where a shard is written. */
  Path work() {
    return root;
  }

  /** Where a finished shard is put. */
  Path shard(int index) {
    return store.resolve(StoreFiles.shard(index));
  }

  /** Saves the tokenizer anew; returns the checksums of its files. */
  Map<String, String> save(BertTokenizer tokenizer) throws IOException {
    Path directory = root.resolve(StoreFiles.TOKENIZER);
    FileTree.delete(directory);
    tokenizer.save(directory);
    return StoreFiles.tokenizerChecksums(directory);
  }

  /** What an interrupted preparation of the same source has finished. */
  StoreProgress progress(StoreSource source) throws IOException {
    Optional<StoreProgress> progress = read(PROGRESS, StoreProgress.class);
    Optional<StoreSource> begun = read(SOURCE, StoreSource.class);
    if (progress.isEmpty() || begun.isEmpty()) {
      return StoreProgress.NONE;
    }
    source.requireSame(begun.get(), progress.get().position().file(), root);
    return progress.get();
  }

  /** Removes all but what has been finished. */
  void keepOnly(StoreProgress progress) throws IOException {
    Set<Path> kept = new HashSet<>(List.of(store, root.resolve(LOCK)));
    kept.add(root.resolve(StoreFiles.TOKENIZER));
    if (!progress.shards().isEmpty()) {
      kept.add(root.resolve(SOURCE));
      kept.add(root.resolve(PROGRESS));
    }
    for (int i = 0; i < progress.shards().size(); i++) {
      kept.add(shard(i));
    }
    for (Path directory : List.of(root, store)) {
      try (Stream<Path> entries = Files.list(directory)) {
        for (Path entry : entries.filter(entry -> !kept.contains(entry)).toList()) {
          FileTree.delete(entry);
        }
      }
    }
  }

  /** Saves what the shards are made of. */
  void save(StoreSource source) throws IOException {
    AtomicFile.write(root.resolve(SOURCE), MAPPER.writeValueAsBytes(source));
  }

  /** Saves what has been finished; from now on it is kept. */
  void save(StoreProgress progress) throws IOException {
    AtomicFile.write(root.resolve(PROGRESS), MAPPER.writeValueAsBytes(progress));
  }

  /** Gives the complete store its name. */
  void publish(StoreManifest manifest) throws IOException {
    AtomicFile.rename(root.resolve(StoreFiles.TOKENIZER), store.resolve(StoreFiles.TOKENIZER));
    ManifestFile.write(store, manifest);
    Files.deleteIfExists(output);
    AtomicFile.rename(store, output);
    deleteRoot();
  }

  /** Ends this process' part; removes everything unless a finished shard can be gone on from. */
  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    if (Files.notExists(root.resolve(PROGRESS))) {
      deleteRoot();
    } else {
      ended = true;
      lock.close();
    }
  }

  /** Removes everything before others can take the lock. */
  private void deleteRoot() throws IOException {
    ended = true;
    try (lock) {
      try (Stream<Path> entries = Files.list(root)) {
        for (Path entry : entries.filter(entry -> !entry.endsWith(LOCK)).toList()) {
          FileTree.delete(entry);
        }
      }
      lock.delete();
    }
    try {
      Files.deleteIfExists(root);
    } catch (DirectoryNotEmptyException e) {
      return; // somebody else has begun there in between
    }
  }

  private <T> Optional<T> read(String name, Class<T> type) throws IOException {
    Path file = root.resolve(name);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      T value = MAPPER.readValue(file.toFile(), type);
      if (value == null) {
        throw broken(file, "it holds null", null);
      }
      return Optional.of(value);
    } catch (JsonProcessingException e) {
      throw broken(file, JsonFile.reason(e), e);
    } catch (CharConversionException e) { // bytes that begin as UTF-32 does, such as NUL
      throw broken(file, "not UTF-8 text", e);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  private IllegalArgumentException broken(Path file, String reason, Exception cause) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "%s is broken: %s; delete %s to begin the store anew", file, reason, root),
        cause);
  }
}
