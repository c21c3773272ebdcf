package org.bert4j.common.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.concurrent.OwnThread;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.SequenceUse;
import org.bert4j.common.model.TrainableBert;

/**
 * Computes what many threads ask for at the same time in common batches. A call that finds the
 * model idle is computed at once and alone: nothing waits for others to come. Calls that come while
 * a batch is computed make the next one together, each with an equal share of its tokens, so that a
 * long one keeps nobody waiting for more than a batch.
 *
 * @param <M> the model
 * @param <B> what it is trained on
 */
final class CombinedCalls<M extends TrainableBert<B>, B extends Batch<B>> {
  /** Tokens of a batch, unless a single sequence has more. */
  private static final int MAX_TOKENS = 4096;

  /** How often a thread looks for what it waits for before it sleeps: some 0.2 ms. */
  private static final int LOOKS = 100_000;

  private final OwnThread thread;
  private final Supplier<DataParallel<M, B>> model;
  private final TokenBatch batch = new TokenBatch();

  /** Those that came first are first; guarded by this. */
  private final List<Call<?>> waiting = new ArrayList<>();

  private boolean isScheduled;

  /** Written under the lock, read without it. */
  private volatile boolean hasWaiting;

  private volatile boolean waitsAlone;

  CombinedCalls(OwnThread thread, Supplier<DataParallel<M, B>> model) {
    this.thread = thread;
    this.model = model;
  }

  /** What a caller waits for. Its sequences are computed the longest first. */
  private final class Call<T> {
    private final SequenceUse<? super M, T> use;
    private final Sequences sequences;
    private final Sequences.Receiver<? super T> receiver;
    private final int[] byLength;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int received;
    private int taken;
    private Throwable failure;

    Call(
        SequenceUse<? super M, T> use,
        Sequences sequences,
        Sequences.Receiver<? super T> receiver) {
      this.use = use;
      this.sequences = sequences;
      this.receiver = receiver;
      byLength = byLength(sequences);
    }

    boolean isOver() {
      return failure != null || received == byLength.length;
    }

    /** Takes sequences of so many tokens, at least one if there is any; how many tokens. */
    int take(int tokens) {
      int sum = 0;
      while (taken < byLength.length && (sum == 0 || sum + length() <= tokens)) {
        sum += length();
        taken++;
      }
      return sum;
    }

    private int length() {
      return sequences.length(byLength[taken]);
    }

    /** Computes what was taken by itself. */
    void computeAlone() {
      try {
        batch.clear();
        addTaken();
        receive(model.get().evaluateSequences(batch, use));
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }

    void addTaken() {
      for (int i = received; i < taken; i++) {
        sequences.addTo(batch, byLength[i]);
      }
    }

    /** Hands the results over, of its own sequences only. */
    void receive(List<? extends T> results) {
      try {
        for (T result : results) {
          receiver.accept(byLength[received], result);
          received++;
        }
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
  }

  private static int[] byLength(Sequences sequences) {
    long[] order = new long[sequences.count()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) -sequences.length(i) << Integer.SIZE | i;
    }
    Arrays.sort(order);
    return Arrays.stream(order).mapToInt(each -> (int) each).toArray();
  }

  /**
   * Computes something of each sequence and waits for it.
   *
   * @throws CancellationException if the calling thread is interrupted, which it still is then;
   *     what is computed at that time is finished, the rest is not begun
   */
  <T> void compute(
      SequenceUse<? super M, T> use, Sequences sequences, Sequences.Receiver<? super T> receiver) {
    Call<T> call = new Call<>(use, sequences, receiver);
    if (call.isOver()) {
      return;
    }
    add(call);
    await(call);
    if (call.failure instanceof Error error) {
      throw error;
    }
    if (call.failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private synchronized void add(Call<?> call) {
    waiting.add(call);
    hasWaiting = true;
    waitsAlone = waiting.size() == 1;
    if (!isScheduled) {
      isScheduled = true;
      thread.start(this::turn);
    }
  }

  private void await(Call<?> call) {
    boolean interrupted = false;
    for (int looks = 0; looks < LOOKS && waitsAlone && !call.done.isDone(); looks++) {
      // The answer may be there before this thread would be asleep.
    }
    while (true) {
      try {
        call.done.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        withdraw(call);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The batch that is computed now may use what the caller owns: it is waited for. */
  private synchronized void withdraw(Call<?> call) {
    if (call.failure == null) {
      call.failure = new CancellationException("interrupted while the model computed");
    }
    if (call.taken == call.received && waiting.remove(call)) {
      hasWaiting = !waiting.isEmpty();
      call.done.complete(null);
    }
  }

  /** Computes a batch. What else is asked of the thread has its turn between two batches. */
  private Void turn() {
    List<Call<?>> together = takeBatch();
    if (!together.isEmpty()) {
      compute(together);
    }
    finish(together);
    for (int looks = 0; looks < LOOKS && !hasWaiting; looks++) {
      // Waking this thread takes longer than many a call.
    }
    goOn();
    return null;
  }

  private synchronized void goOn() {
    isScheduled = hasWaiting;
    if (isScheduled) {
      thread.start(this::turn);
    }
  }

  /** The calls that ask for the same as the first, with their shares taken. */
  private synchronized List<Call<?>> takeBatch() {
    List<Call<?>> together = new ArrayList<>();
    if (waiting.isEmpty()) {
      return together;
    }
    SequenceUse<? super M, ?> use = waiting.get(0).use;
    List<Call<?>> alike = waiting.stream().filter(call -> call.use.equals(use)).toList();
    int share = MAX_TOKENS / alike.size();
    int tokens = 0;
    for (Call<?> call : alike) {
      if (tokens < MAX_TOKENS) {
        tokens += call.take(share);
        together.add(call);
      }
    }
    for (Call<?> call : together) {
      if (tokens < MAX_TOKENS && call.taken < call.byLength.length) {
        int next = call.sequences.length(call.byLength[call.taken]);
        tokens += next <= MAX_TOKENS - tokens ? call.take(MAX_TOKENS - tokens) : 0;
      }
    }
    return together;
  }

  private void compute(List<Call<?>> together) {
    if (together.size() > 1) {
      try {
        computeTogether(together);
        return;
      } catch (RuntimeException | Error e) {
        // One call's sequences may be at fault: each is to fail or succeed by itself.
      }
    }
    together.forEach(Call::computeAlone);
  }

  @SuppressWarnings("unchecked")
  private void computeTogether(List<Call<?>> together) {
    batch.clear();
    together.forEach(Call::addTaken);
    SequenceUse<? super M, Object> use = (SequenceUse<? super M, Object>) together.get(0).use;
    List<Object> results = model.get().evaluateSequences(batch, use);
    int from = 0;
    for (Call<?> call : together) {
      int to = from + call.taken - call.received;
      ((Call<Object>) call).receive(results.subList(from, to));
      from = to;
    }
  }

  /** Those that are not over go to the end, behind calls for something else. */
  private synchronized void finish(List<Call<?>> together) {
    waiting.removeAll(together);
    for (Call<?> call : together) {
      if (call.isOver()) {
        call.done.complete(null);
      } else {
        waiting.add(call);
      }
    }
    hasWaiting = !waiting.isEmpty();
  }
}
