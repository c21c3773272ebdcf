package org.bert4j.pretrain.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.bert4j.common.batch.PretrainingBatch;

/**
 * The endless sequence of training batches, prepared ahead by a thread of its own in a few batches
 * that are used again and again. The sequence depends on the documents, the configuration and the
 * starting position only. For one consuming thread; close it to end the other one.
 */
public final class PretrainingBatches implements AutoCloseable {
  private static final int PREPARED = 3;

  private final BlockingQueue<Slot> free = new LinkedBlockingQueue<>();
  private final BlockingQueue<Slot> ready = new LinkedBlockingQueue<>();
  private final TrainingInstances instances;
  private final BatchAssembler assembler;
  private final Instance[] drawn;
  private final Thread thread;
  private final List<Slot> taken = new ArrayList<>();
  private int slots;
  private DataPosition position;

  /** A batch on its way round between the threads. */
  private static final class Slot {
    private final PretrainingBatch batch = new PretrainingBatch();
    private DataPosition after;
    private Throwable failure;
  }

  /**
   * Starts preparing batches.
   *
   * @param documents what to train on, at least two
   * @param pieces the vocabulary of their token ids
   * @param config lengths, probabilities, batch size and seed
   * @param start where to begin: {@link DataPosition#START} or what {@link #position} returned
   * @throws IllegalArgumentException if there are too few documents, or the position does not
   *     belong to this data
   */
  public PretrainingBatches(
      Documents documents, MaskingVocabulary pieces, DataConfig config, DataPosition start) {
    SentencePairs pairs = new SentencePairs(documents, documents, config);
    instances =
        new TrainingInstances(pairs, config.seed(), start, TrainingInstances.BLOCK_INSTANCES);
    assembler = new BatchAssembler(pairs, pieces, config);
    drawn = Stream.generate(Instance::new).limit(config.batchSize()).toArray(Instance[]::new);
    position = start;
    allow(1);
    thread = new Thread(this::prepare, "pretraining-batches");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes the next batches.
   *
   * @param count how many, at least 1
   * @return the batches, valid until the next call
   * @throws IllegalArgumentException if the store turns out to be corrupt
   * @throws IllegalStateException if preparing one failed, or the calling thread was interrupted
   */
  public List<PretrainingBatch> next(int count) {
    allow(count);
    free.addAll(taken);
    taken.clear();
    try {
      while (taken.size() < count) {
        taken.add(checked(ready.take()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for training data", e);
    }
    position = taken.get(count - 1).after;
    return taken.stream().map(slot -> slot.batch).toList();
  }

  /** Sees to it that some are prepared while so many are in use. */
  private void allow(int inUse) {
    while (slots < inUse + PREPARED) {
      free.add(new Slot());
      slots++;
    }
  }

  private static Slot checked(Slot slot) {
    if (slot.failure instanceof IllegalArgumentException) {
      throw new IllegalArgumentException(slot.failure.getMessage(), slot.failure);
    }
    if (slot.failure instanceof Error error) {
      throw error;
    }
    if (slot.failure != null) {
      throw new IllegalStateException(
          "preparing training data failed: " + slot.failure, slot.failure);
    }
    return slot;
  }

  /**
   * Where the sequence goes on after the batch taken last.
   *
   * @return the position to start from to get the batches that follow
   */
  public DataPosition position() {
    return position;
  }

  /** Ends the preparing thread. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void prepare() {
    try {
      Slot slot;
      do {
        slot = free.take();
        fill(slot);
        ready.put(slot);
      } while (slot.failure == null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Fills a batch, or leaves in its slot what went wrong, for the consumer to see. */
  private void fill(Slot slot) {
    try {
      for (Instance instance : drawn) {
        instances.next(instance);
      }
      assembler.fill(slot.batch, drawn, drawn.length);
      slot.after = instances.position();
    } catch (RuntimeException | Error e) {
      slot.failure = e;
    }
  }
}
