package org.bert4j.pretrain.store;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.bert4j.common.io.FileTree;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.corpus.CorpusReader;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Preparing a corpus (reading, tokenizing, writing) against the bare native tokenizer (batches of
 * sentences in memory to ids in memory), alternating: {@code PrepareThroughput THREADS ROUNDS
 * TOKENIZER CORPUS...}. The environment variable RAYON_NUM_THREADS must be THREADS as well, for the
 * native library.
 */
final class PrepareThroughput {
  private static final int BATCH_SENTENCES = 10_000;

  private PrepareThroughput() {}

  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Path tokenizer = Path.of(arguments[2]);
    List<Path> files = Arrays.stream(arguments).skip(3).map(Path::of).toList();
    Corpus corpus =
        Corpus.of(files, new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.SKIP, "text"));
    List<String> sentences = new ArrayList<>();
    try (CorpusReader reader = corpus.read(CorpusListener.NONE)) {
      reader.forEachRemaining(document -> sentences.addAll(document.sentences()));
    }
    BertTokenizer.load(tokenizer).close(); // loads the native library
    double megabytes = corpus.bytes() / 1e6;
    ForkJoinPool pool = new ForkJoinPool(threads);
    double[] bare = new double[rounds];
    double[] prepare = new double[rounds];
    double[] encode = new double[rounds];
    for (int round = -1; round < rounds; round++) { // the first is for warming up
      int at = Math.max(round, 0);
      bare[at] = megabytes / seconds(() -> bare(tokenizer, sentences));
      encode[at] = megabytes / seconds(() -> pool.submit(() -> encode(tokenizer, sentences)).get());
      prepare[at] = megabytes / seconds(() -> pool.submit(() -> prepare(tokenizer, corpus)).get());
    }
    System.out.printf(
        Locale.ROOT,
        "%d threads, %.1f MB: bare %.2f MB/s, encodeAll %.2f, prepare %.2f, ratio %.2f%n",
        threads,
        megabytes,
        median(bare),
        median(encode),
        median(prepare),
        median(prepare) / median(bare));
  }

  private static Object bare(Path tokenizer, List<String> sentences) throws IOException {
    TokenizersLibrary library = TokenizersLibrary.LIB;
    long handle =
        library.createTokenizerFromString(Files.readString(tokenizer.resolve("tokenizer.json")));
    long tokens = 0;
    for (int from = 0; from < sentences.size(); from += BATCH_SENTENCES) {
      int to = Math.min(from + BATCH_SENTENCES, sentences.size());
      String[] batch = sentences.subList(from, to).toArray(String[]::new);
      for (long encoding : library.batchEncode(handle, batch, false)) {
        tokens += library.getTokenIds(encoding).length;
        library.deleteEncoding(encoding);
      }
    }
    library.deleteTokenizer(handle);
    return tokens;
  }

  private static Object encode(Path directory, List<String> sentences) throws IOException {
    long tokens = 0;
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      for (int from = 0; from < sentences.size(); from += BATCH_SENTENCES) {
        int to = Math.min(from + BATCH_SENTENCES, sentences.size());
        for (int[] ids : tokenizer.encodeAll(sentences.subList(from, to))) {
          tokens += ids.length;
        }
      }
    }
    return tokens;
  }

  private static Object prepare(Path directory, Corpus corpus) throws IOException {
    Path output = Files.createTempDirectory("prepare-throughput");
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      return CorpusTokenizer.write(corpus, tokenizer, output, CorpusListener.NONE);
    } finally {
      FileTree.delete(output);
    }
  }

  private static double seconds(Callable<Object> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
