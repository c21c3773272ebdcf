package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.JsonFile;

/**
 * Tensors in several files, of which an index such as {@code model.safetensors.index.json} says
 * where each one is: {@code "weight_map": {name: file, ...}}.
 */
final class ShardedTensors implements TensorFile {
  private static final String WEIGHT_MAP = "weight_map";

  private final Path index;
  private final Map<String, TensorFile> shards = new HashMap<>();
  private final Map<String, TensorFile> tensors = new LinkedHashMap<>();

  /** Opens one file. */
  @FunctionalInterface
  interface Opener {
    TensorFile open(Path file) throws IOException;
  }

  private ShardedTensors(Path index) {
    this.index = index;
  }

  /**
   * Opens an index and all of its shards.
   *
   * @throws IllegalArgumentException if the index is damaged, a shard is missing, lies elsewhere or
   *     cannot be read, or a tensor is not where the index says
   */
  static ShardedTensors open(Path index, Opener opener) throws IOException {
    JsonNode map = JsonFile.read(index).path(WEIGHT_MAP);
    if (!map.isObject() || map.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s is missing or empty, expected names of tensors and files",
              index,
              WEIGHT_MAP));
    }
    ShardedTensors sharded = new ShardedTensors(index);
    try {
      for (Map.Entry<String, JsonNode> tensor : map.properties()) {
        sharded.add(tensor.getKey(), tensor.getValue().asText(), opener);
      }
      return sharded;
    } catch (IOException | RuntimeException | Error e) {
      sharded.close();
      throw e;
    }
  }

  private void add(String name, String shard, Opener opener) throws IOException {
    TensorFile file = shards.get(shard);
    if (file == null) {
      file = opener.open(path(name, shard));
      shards.put(shard, file);
    }
    if (!file.names().contains(name)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no tensor %s, which %s says is there",
              file.path(),
              Excerpt.of(name),
              index.getFileName()));
    }
    tensors.put(name, file);
  }

  /** A file beside the index, which the name of a shard must not leave. */
  private Path path(String name, String shard) {
    if (!shard.matches("[\\w.-]+") || shard.matches("\\.+")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: tensor %s is in '%s', expected the name of a file in the same directory",
              index,
              Excerpt.of(name),
              Excerpt.of(shard)));
    }
    Path file = index.resolveSibling(shard);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no such file, but %s says that it has tensor %s; copy or download it",
              file,
              index.getFileName(),
              Excerpt.of(name)));
    }
    return file;
  }

  @Override
  public Path path() {
    return index;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public List<Long> shape(String name) {
    return shard(name).shape(name);
  }

  @Override
  public void read(String name, FloatTensor target) throws IOException {
    shard(name).read(name, target);
  }

  private TensorFile shard(String name) {
    TensorFile shard = tensors.get(name);
    if (shard == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: no tensor %s", index, name));
    }
    return shard;
  }

  @Override
  public void close() throws IOException {
    for (TensorFile shard : shards.values()) {
      shard.close();
    }
  }
}
