package org.bert4j.pretrain.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
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
  private final FileChannel lock;

  /** Takes the output's name for this process, or refuses if something stands there. */
  UnfinishedStore(Path output) throws IOException {
    this.output = output.toAbsolutePath().normalize();
    if (Files.exists(output) && !StoreFiles.isEmptyDirectory(output)) {
      throw new IllegalArgumentException(
          output + ": exists already; choose another output or delete it");
    }
    root = root(this.output);
    store = root.resolve("store");
    Files.createDirectories(store);
    lock =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(lock)) {
      lock.close();
      throw new IllegalArgumentException(
          output + ": another process is preparing this store; choose another output");
    }
  }

  static Path root(Path output) {
    Path path = output.toAbsolutePath().normalize();
    return path.resolveSibling(path.getFileName() + SUFFIX);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
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
    StoreFiles.deleteTree(directory);
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
          StoreFiles.deleteTree(entry);
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
    Files.move(
        root.resolve(StoreFiles.TOKENIZER),
        store.resolve(StoreFiles.TOKENIZER),
        StandardCopyOption.ATOMIC_MOVE);
    ManifestFile.write(store, manifest);
    Files.deleteIfExists(output);
    Files.move(store, output, StandardCopyOption.ATOMIC_MOVE);
    StoreFiles.forceDirectory(output.getParent());
    lock.close();
    StoreFiles.deleteTree(root);
  }

  /** Ends this process' part; removes everything unless a finished shard can be gone on from. */
  @Override
  public void close() throws IOException {
    if (!lock.isOpen()) {
      return;
    }
    lock.close();
    if (Files.notExists(root.resolve(PROGRESS))) {
      StoreFiles.deleteTree(root);
    }
  }

  private <T> Optional<T> read(String name, Class<T> type) throws IOException {
    Path file = root.resolve(name);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(file.toFile(), type));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is broken: %s; delete %s to begin the store anew",
              file,
              e.getOriginalMessage(),
              root),
          e);
    }
  }
}
