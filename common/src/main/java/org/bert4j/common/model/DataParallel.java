package org.bert4j.common.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.RowBuckets;

/**
 * Replicas that compute at the same time, each with its share of the threads. One thread a product
 * runs closer to the processor's speed than two threads in each product, and the many small
 * operations between products need no barrier.
 *
 * @param <R> the replicas
 */
final class DataParallel<R extends Replica<?, ?, ?>> implements AutoCloseable {
  private static final int MAX_REPLICAS = 4;

  private final ComputeEngine engine;
  private final Parameters parameters;
  private final R whole;
  private final List<R> replicas = new ArrayList<>();
  private final List<ComputeEngine> engines = new ArrayList<>();

  /** Makes a replica. */
  @FunctionalInterface
  interface Maker<R> {
    R make(ComputeEngine engine, Parameters parameters, RowBuckets buckets);
  }

  /**
   * Makes the replicas of a model.
   *
   * @param engine the engine whose threads they share; stays open when this is closed
   * @param parameters of the model, owned by this
   * @param maker makes a replica over an engine and parameters whose gradients are its own
   */
  DataParallel(ComputeEngine engine, Parameters parameters, Maker<R> maker) {
    this.engine = engine;
    this.parameters = parameters;
    whole = maker.make(engine, parameters, new RowBuckets(1));
    int count = replicas(engine.workers().threads());
    if (count == 1) {
      replicas.add(whole);
    } else {
      addReplicas(count, maker);
    }
  }

  /** Makes each replica on the thread that will run it, as its engine belongs to that thread. */
  private void addReplicas(int count, Maker<R> maker) {
    int threads = engine.workers().threads() / count;
    List<ComputeEngine> lanes = threads == 1 ? engine.lanes() : ownedEngines(count, threads);
    List<Parameters> gradients = new ArrayList<>(List.of(parameters));
    for (int i = 1; i < count; i++) {
      gradients.add(parameters.replica());
    }
    RowBuckets buckets = new RowBuckets(count);
    replicas.addAll(onWorkers(count, i -> maker.make(lanes.get(i), gradients.get(i), buckets)));
  }

  private List<ComputeEngine> ownedEngines(int count, int threads) {
    engines.addAll(onWorkers(count, i -> new ComputeEngine(threads)));
    return engines;
  }

  /** Number of replicas that so many threads train: a divisor of the threads. */
  static int replicas(int threads) {
    int count = MAX_REPLICAS;
    while (threads % count != 0) {
      count--;
    }
    return count;
  }

  ComputeEngine engine() {
    return engine;
  }

  Parameters parameters() {
    return parameters;
  }

  /** The replica that all threads run together. */
  R whole() {
    return whole;
  }

  /** The replicas that run side by side; the whole one alone where there is one thread. */
  List<R> replicas() {
    return replicas;
  }

  /** Does something with every replica's number, each on its own thread. */
  <T> List<T> each(IntFunction<T> work) {
    return onWorkers(replicas.size(), work);
  }

  private <T> List<T> onWorkers(int count, IntFunction<T> work) {
    List<T> results = new ArrayList<>(Collections.nCopies(count, null));
    engine.workers().each(count, i -> results.set(i, work.apply(i)));
    return results;
  }

  void eachEngine(Consumer<ComputeEngine> action) {
    action.accept(engine);
    engines.forEach(action);
  }

  @Override
  public void close() {
    whole.close();
    if (replicas.size() > 1) {
      replicas.forEach(Replica::close);
    }
    engines.forEach(ComputeEngine::close);
    parameters.close();
  }
}
