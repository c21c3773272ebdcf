package org.bert4j.common.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.LateTasks;
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
  private final List<Lane> lanes = new ArrayList<>();
  private final LateTasks lateTasks = new LateTasks();
  private final List<ComputeEngine> engines = new ArrayList<>();

  /** Makes a replica. */
  @FunctionalInterface
  interface Maker<R> {
    R make(Lane lane);
  }

  /**
   * Makes the replicas of a model.
   *
   * @param engine the engine whose threads they share; stays open when this is closed
   * @param parameters of the model, owned by this
   * @param maker makes a replica
   */
  DataParallel(ComputeEngine engine, Parameters parameters, Maker<R> maker) {
    this.engine = engine;
    this.parameters = parameters;
    try {
      whole = maker.make(Lane.alone(engine, parameters));
      int count = replicas(engine.workers().threads());
      if (count == 1) {
        replicas.add(whole);
      } else {
        addReplicas(count, maker);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Makes each replica on the thread that will run it, as its engine belongs to that thread. */
  private void addReplicas(int count, Maker<R> maker) {
    int threads = engine.workers().threads() / count;
    List<ComputeEngine> ofReplicas = threads == 1 ? engine.lanes() : ownedEngines(count, threads);
    RowBuckets rowBuckets = new RowBuckets(count);
    for (int i = 0; i < count; i++) {
      Parameters gradients = i == 0 ? parameters : parameters.replica();
      lanes.add(new Lane(ofReplicas.get(i), gradients, rowBuckets, lateTasks));
    }
    replicas.addAll(onWorkers(count, i -> maker.make(lanes.get(i))));
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

  /**
   * Does something with the number of each of several replicas, each on its own thread, and then
   * what they left for the end.
   */
  <T> List<T> each(IntFunction<T> work) {
    lateTasks.begin(lanes.size());
    return onWorkers(lanes.size(), i -> thenLateTasks(i, work));
  }

  private <T> T thenLateTasks(int number, IntFunction<T> work) {
    try {
      return work.apply(number);
    } finally {
      lateTasks.finish(lanes.get(number).engine());
    }
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
    if (whole != null) {
      whole.close();
    }
    if (replicas.size() > 1) {
      replicas.forEach(Replica::close);
    }
    if (!engines.isEmpty()) {
      engine.workers().each(engines.size(), i -> engines.get(i).close());
    }
    parameters.close();
  }
}
