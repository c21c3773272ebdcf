package org.bert4j.finetune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.concurrent.OwnThread;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.DataParallel;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * A fine-tuned model and its tokenizer, read from a checkpoint, for use by many threads. It
 * computes for one of them at a time and on a thread of its own: OpenMP gives each thread that runs
 * kernels a team of native threads, which would be as many as a service has threads times cores.
 */
public final class FineTunedModel implements WindowScorer, AutoCloseable {
  private final BertConfig config;
  private final BertTokenizer tokenizer;
  private final OwnThread computing = new OwnThread("bert4j-inference");

  /** Held for reading during a call: native memory that is freed meanwhile ends the process. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private ComputeEngine engine;
  private DataParallel<?, ?> model;
  private WindowLogits logits;
  private boolean closed;

  /** Makes a model of some task. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Makes it, its parameters zero.
     *
     * @param engine runs it
     * @param config of the encoder
     * @return the model, owned by the caller
     */
    DataParallel<?, ?> make(ComputeEngine engine, BertConfig config);
  }

  /**
   * Something that needs the model.
   *
   * @param <T> what comes of it
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Call<T, E extends Exception> {
    /**
     * Does it.
     *
     * @return what comes of it
     * @throws E if it fails
     */
    T run() throws E;
  }

  private FineTunedModel(CheckpointDirectory checkpoint) throws IOException {
    config = checkpoint.config();
    tokenizer = BertTokenizer.load(checkpoint.path());
  }

  /**
   * Reads a model.
   *
   * @param checkpoint where from
   * @param threads threads that compute
   * @param maker makes a model of the task
   * @param command that trains such models, for error messages
   * @return the model, to be closed by the caller
   * @throws IllegalArgumentException if the checkpoint's model is for something else or its
   *     tokenizer does not fit
   * @throws IOException if reading fails
   */
  public static FineTunedModel load(
      CheckpointDirectory checkpoint, int threads, Maker maker, String command) throws IOException {
    FineTunedModel loaded = new FineTunedModel(checkpoint);
    try {
      loaded.requireFittingTokenizer(checkpoint.path());
      loaded.make(threads, maker);
      loaded.read(checkpoint, command);
      return loaded;
    } catch (IOException | RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private void requireFittingTokenizer(Path path) {
    if (tokenizer.vocabularySize() > config.vocabSize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the tokenizer has %d word pieces, expected at most the model's vocab_size, which is %d",
              path,
              tokenizer.vocabularySize(),
              config.vocabSize()));
    }
  }

  private void make(int threads, Maker maker) {
    computing.run(
        () -> {
          engine = new ComputeEngine(threads);
          model = maker.make(engine, config);
          logits = new WindowLogits(model);
        });
  }

  private void read(CheckpointDirectory checkpoint, String command) throws IOException {
    List<String> missing = checkpoint.loadParameters(model.parameters()).missing();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s is missing, expected a model trained by bert4j %s; train it with --init %s",
              checkpoint.path(),
              missing.get(0),
              command,
              checkpoint.path()));
    }
    computing.run(model::parametersChanged);
  }

  /**
   * The architecture.
   *
   * @return configuration of the encoder
   */
  public BertConfig config() {
    return config;
  }

  /**
   * The tokenizer, for use within {@link #whileOpen}.
   *
   * @return the tokenizer, owned by this
   */
  public BertTokenizer tokenizer() {
    return tokenizer;
  }

  /** Computes logits, for use within {@link #whileOpen}. */
  @Override
  public void compute(WindowLogits.Windows windows, WindowLogits.Receiver receiver) {
    computing.run(() -> logits.compute(windows, receiver));
  }

  /**
   * Does something that needs the model; closing waits for it.
   *
   * @param call what to do
   * @param <T> what comes of it
   * @param <E> what it may throw
   * @return what comes of it
   * @throws IllegalStateException if the model is closed
   * @throws E if the call does
   */
  public <T, E extends Exception> T whileOpen(Call<T, E> call) throws E {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the model is closed");
      }
      return call.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Frees the native memory, after the calls in progress. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        computing.run(this::free);
        computing.close();
        tokenizer.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void free() {
    if (model != null) {
      model.close();
    }
    if (engine != null) {
      engine.close();
    }
  }
}
