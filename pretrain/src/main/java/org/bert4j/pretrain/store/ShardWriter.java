package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.AtomicFile;

/** Writes one shard in constant memory, under a temporary name until it is finished. */
final class ShardWriter implements AutoCloseable {
  private final Path temporary;
  private final boolean shortIds;
  private final int unknownId;
  private final BlockWriter out;
  private final IntSpill ends;
  private final IntSpill starts;
  private int documents;
  private int sentences;
  private int tokens;
  private int unknownTokens;

  /** Starts a shard; what is in the way of its temporary files in the directory is replaced. */
  ShardWriter(Path directory, int bytesPerToken, int unknownId, DiskWriter disk)
      throws IOException {
    temporary = directory.resolve("shard");
    this.shortIds = bytesPerToken == Short.BYTES;
    this.unknownId = unknownId;
    Files.deleteIfExists(temporary);
    out = new BlockWriter(temporary, disk);
    ends = new IntSpill(directory.resolve("sentences"), disk);
    starts = new IntSpill(directory.resolve("documents"), disk);
  }

  /** Adds a document of at least one sentence, each of at least one token. */
  void add(List<int[]> ids) throws IOException {
    starts.put(sentences);
    starts.put(tokens);
    int first = tokens;
    for (int[] sentence : ids) {
      for (int id : sentence) {
        put(id);
      }
      tokens += sentence.length;
      ends.put(tokens - first);
    }
    sentences += ids.size();
    documents++;
  }

  private void put(int id) throws IOException {
    if (shortIds) {
      out.putShort(id);
    } else {
      out.putInt(id);
    }
    unknownTokens += id == unknownId ? 1 : 0;
  }

  /** Size of the file if it were finished now. */
  long bytes() {
    return new ShardLayout(documents, sentences, tokens, shortIds ? Short.BYTES : Integer.BYTES)
        .bytes();
  }

  /** Completes the shard and gives it its name. */
  ShardManifest finish(Path file) throws IOException {
    starts.put(sentences);
    starts.put(tokens);
    out.align();
    ends.copyTo(out);
    starts.copyTo(out);
    String crc32c = out.finish();
    out.close();
    AtomicFile.rename(temporary, file);
    return new ShardManifest(documents, sentences, tokens, unknownTokens, crc32c, out.sha256());
  }

  /** Removes what is not finished. */
  @Override
  public void close() throws IOException {
    out.close();
    ends.close();
    starts.close();
    Files.deleteIfExists(temporary);
  }
}
