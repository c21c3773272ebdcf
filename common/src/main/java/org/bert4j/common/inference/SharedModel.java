package org.bert4j.common.inference;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.concurrent.OwnThread;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.SequenceUse;
import org.bert4j.common.model.TrainableBert;

/**
 * A model read from a checkpoint, for use by any number of threads. It computes on a thread of its
 * own: OpenMP gives each thread that runs kernels a team of native threads, which would be as many
 * as a service has threads times cores. What several threads ask for at the same time is computed
 * together.
 *
 * @param <M> the model
 * @param <B> what it is trained on
 */
public final class SharedModel<M extends TrainableBert<B>, B extends Batch<B>>
    implements AutoCloseable {
  private final BertConfig config;
  private final OwnThread computing = new OwnThread("bert4j-inference");

  /** Held for reading during a call: native memory that is freed meanwhile ends the process. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private final CombinedCalls<M, B> calls = new CombinedCalls<>(computing, () -> this.model);
  private ComputeEngine engine;
  private DataParallel<M, B> model;
  private LoadReport report;
  private boolean closed;

  /**
   * What a model computes with.
   *
   * @param type of matrix operands
   * @param threads threads that compute
   */
  public record Compute(DataType type, int threads) {}

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

  private SharedModel(BertConfig config) {
    this.config = config;
  }

  /**
   * Reads a model.
   *
   * @param checkpoint where from
   * @param vocabularySize word pieces of its tokenizer
   * @param compute what it computes with
   * @param maker makes a model of the task
   * @param <M> the model
   * @param <B> what it is trained on
   * @return the model, to be closed by the caller
   * @throws IllegalArgumentException if the checkpoint cannot be used or its tokenizer does not fit
   * @throws IOException if reading fails
   */
  public static <M extends TrainableBert<B>, B extends Batch<B>> SharedModel<M, B> load(
      CheckpointDirectory checkpoint,
      int vocabularySize,
      Compute compute,
      Function<BertConfig, M> maker)
      throws IOException {
    SharedModel<M, B> shared = new SharedModel<>(checkpoint.config());
    try {
      shared.requireFitting(checkpoint, vocabularySize);
      shared.computing.run(() -> shared.make(compute, maker));
      shared.read(checkpoint);
      return shared;
    } catch (IOException | RuntimeException | Error e) {
      shared.close();
      throw e;
    }
  }

  private void requireFitting(CheckpointDirectory checkpoint, int vocabularySize) {
    if (vocabularySize > config.vocabSize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the tokenizer has %d word pieces, expected at most the model's vocab_size, which is %d",
              checkpoint.path(),
              vocabularySize,
              config.vocabSize()));
    }
  }

  private void make(Compute compute, Function<BertConfig, M> maker) {
    engine = new ComputeEngine(compute.threads());
    model = DataParallel.used(engine, () -> maker.apply(config), compute.type());
  }

  private void read(CheckpointDirectory checkpoint) throws IOException {
    report = checkpoint.loadParameters(model.parameters());
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
   * What the checkpoint did not hold.
   *
   * @return parameters missing, which are zero, or not needed
   */
  public LoadReport report() {
    return report;
  }

  /**
   * Computes on the model's thread, after what other threads have asked for.
   *
   * @param work computes with the model; what it returns must not be the model's memory
   * @param <T> what comes of it
   * @return what comes of it
   * @throws IllegalStateException if the model is closed
   */
  public <T> T compute(Function<? super DataParallel<M, B>, T> work) {
    return whileOpen(() -> computing.start(() -> work.apply(model)).join());
  }

  /**
   * Computes something of each of some sequences, together with what other threads ask for: the
   * numbers differ from those of a call alone by rounding, by less than 1e-5 in single precision
   * where they are of the size of logits.
   *
   * @param use what is made of a sequence; calls with equal ones are computed together
   * @param sequences the sequences
   * @param receiver takes what comes of each once, in any order, on the model's thread
   * @param <T> what comes of a sequence
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   * @throws IllegalStateException if the model is closed
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted, which
   *     it still is then; sequences that are computed at that time are finished first
   */
  public <T> void compute(
      SequenceUse<? super M, T> use, Sequences sequences, Sequences.Receiver<? super T> receiver) {
    whileOpen(
        () -> {
          calls.compute(use, sequences, receiver);
          return null;
        });
  }

  /**
   * Does something on the caller's thread that needs the model open, perhaps computes several
   * times; closing waits for it.
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

  /**
   * Frees the native memory, after the calls in progress. Closing again does nothing.
   *
   * @throws IllegalStateException if it is called within {@link #whileOpen}, for which it would
   *     wait
   */
  @Override
  public void close() {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("the model is in use by this call, close it afterwards");
    }
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        computing.run(this::free);
        computing.close();
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
