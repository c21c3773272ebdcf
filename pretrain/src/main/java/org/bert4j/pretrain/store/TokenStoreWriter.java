package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusPosition;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Writes a token store, document by document, in constant memory. Nothing stands at the output's
 * name before {@link #finish}. Closing without it leaves nothing behind, unless documents came from
 * a corpus and fill a shard: finished shards are kept beside the output, to go on from.
 */
public final class TokenStoreWriter implements AutoCloseable {
  /** Keeps a shard below the 2 GB that can be mapped. */
  private static final int MAX_DOCUMENT_TOKENS = 1 << 27;

  private final BertTokenizer tokenizer;
  private final StoreSettings settings;
  private final UnfinishedStore unfinished;
  private final Map<String, String> tokenizerChecksums;
  private final StoreProgress begun;
  private final List<ShardManifest> shards = new ArrayList<>();
  private ShardWriter shard;
  private int keptShards;

  /**
   * Starts a store.
   *
   * @param output the directory to make
   * @param tokenizer where the ids come from; its files are copied
   * @throws IllegalArgumentException if something stands at the output's name already, or another
   *     process is making it
   * @throws IOException if a file cannot be made
   */
  public TokenStoreWriter(Path output, BertTokenizer tokenizer) throws IOException {
    this(output, tokenizer, null, StoreSettings.DEFAULT);
  }

  /**
   * Starts a store of a corpus, or goes on with what an interrupted preparation has finished.
   *
   * @param output the directory to make
   * @param tokenizer where the ids come from; its files are copied
   * @param corpus where the documents come from, or null
   * @param settings how to write it
   * @throws IllegalArgumentException if something stands at the output's name already, or what has
   *     been finished is of other text
   * @throws IOException if a file cannot be made
   */
  TokenStoreWriter(Path output, BertTokenizer tokenizer, Corpus corpus, StoreSettings settings)
      throws IOException {
    this.tokenizer = tokenizer;
    this.settings = settings;
    this.unfinished = new UnfinishedStore(output);
    try {
      tokenizerChecksums = unfinished.save(tokenizer);
      StoreSource source =
          corpus == null ? null : StoreSource.of(corpus, tokenizerChecksums, settings.shardBytes());
      begun = source == null ? StoreProgress.NONE : unfinished.progress(source);
      unfinished.keepOnly(begun);
      if (source != null) {
        unfinished.save(source);
      }
      for (ShardManifest finished : begun.shards()) {
        requireFinished(finished);
        shards.add(finished);
      }
      keptShards = shards.size();
    } catch (IOException | RuntimeException e) {
      unfinished.close();
      throw e;
    }
  }

  /**
   * Where a store is made, and what is finished of it is kept after an interruption.
   *
   * @param output the store's directory
   * @return a directory beside it
   */
  public static Path unfinished(Path output) {
    return UnfinishedStore.root(output);
  }

  private void requireFinished(ShardManifest finished) throws IOException {
    Path file = unfinished.shard(shards.size());
    StoreFiles.requireSize(file, finished.layout(bytesPerToken()).bytes());
  }

  private int bytesPerToken() {
    return StoreManifest.bytesPerToken(tokenizer.vocabularySize());
  }

  /** What an interrupted preparation had finished. */
  StoreProgress begun() {
    return begun;
  }

  /**
   * Adds a document. Sentences without tokens are left out, and so is a document without sentences.
   *
   * @param ids for every sentence its token ids, without special tokens
   * @throws IllegalArgumentException if it has more than 2^27 tokens
   * @throws IOException if it cannot be written
   */
  public void add(List<int[]> ids) throws IOException {
    add(ids, null);
  }

  /** Adds a document of a corpus that is to be read on from a position if it fills a shard. */
  void add(List<int[]> ids, CorpusPosition after) throws IOException {
    List<int[]> sentences = ids.stream().filter(sentence -> sentence.length > 0).toList();
    if (sentences.isEmpty()) {
      return;
    }
    long tokens = sentences.stream().mapToLong(sentence -> sentence.length).sum();
    if (tokens > MAX_DOCUMENT_TOKENS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a document of %,d tokens, expected at most %,d; divide it",
              tokens,
              MAX_DOCUMENT_TOKENS));
    }
    try {
      if (shard == null) {
        shard =
            new ShardWriter(
                unfinished.work(), bytesPerToken(), tokenizer.unknownId(), settings.disk());
      }
      shard.add(sentences);
      if (shard.bytes() >= settings.shardBytes()) {
        finishShard(after);
      }
    } catch (IOException e) {
      throw kept(e);
    }
  }

  /**
   * Completes the store.
   *
   * @param droppedLines lines of the corpus left out that were not UTF-8 or held NUL bytes
   * @return what the store holds
   * @throws IllegalArgumentException if no document was added
   * @throws IOException if a file cannot be written
   */
  public StoreManifest finish(long droppedLines) throws IOException {
    if (shards.isEmpty() && shard == null) {
      throw new IllegalArgumentException("the corpus is empty: the tokenizer finds no token in it");
    }
    try {
      if (shard != null) {
        finishShard(null);
      }
      StoreManifest manifest =
          StoreManifest.of(shards, tokenizer, tokenizerChecksums, droppedLines);
      unfinished.publish(manifest);
      return manifest;
    } catch (IOException e) {
      throw kept(e);
    }
  }

  private void finishShard(CorpusPosition after) throws IOException {
    shards.add(shard.finish(unfinished.shard(shards.size())));
    shard.close();
    shard = null;
    if (after != null) {
      unfinished.save(new StoreProgress(shards, after));
      keptShards = shards.size();
    }
  }

  /** Says beside what went wrong what is not lost by it. */
  private IOException kept(IOException failure) {
    String problem =
        failure instanceof ClosedByInterruptException ? "interrupted" : failure.getMessage();
    if (keptShards > 0) {
      problem +=
          String.format(
              Locale.ROOT,
              "; %d finished %s kept in %s: prepare the same corpus into the same output again to go on",
              keptShards,
              keptShards == 1 ? "shard is" : "shards are",
              unfinished.work());
    }
    IOException kept = new FileSystemException(unfinished.output().toString(), null, problem);
    kept.initCause(failure);
    return kept;
  }

  /**
   * Gives up what has not been finished.
   *
   * @throws IOException if a file cannot be closed or deleted
   */
  @Override
  public void close() throws IOException {
    try {
      if (shard != null) {
        shard.close();
      }
    } finally {
      unfinished.close();
    }
  }

  /**
   * Identifies a tokenizer's vocabulary.
   *
   * @param tokenizer the tokenizer
   * @return what {@link StoreManifest#vocabularySha256} holds for it
   */
  public static String vocabularySha256(BertTokenizer tokenizer) {
    MessageDigest digest = StoreFiles.sha256();
    for (String token : tokenizer.tokens()) {
      digest.update((token + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
