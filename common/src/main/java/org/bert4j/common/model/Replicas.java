package org.bert4j.common.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.LateTasks;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.ReplicaEngine;
import org.bert4j.common.layer.RowBuckets;

/**
 * Replicas of a model that compute at the same time, each on its share of the threads.
 *
 * @param <M> the model
 * @param <B> what it is trained on
 */
final class Replicas<M extends TrainableBert<B>, B extends Batch<B>> implements AutoCloseable {
  private final ComputeEngine engine;
  private final Parameters parameters;
  private final List<Replica<M, B>> replicas = new ArrayList<>();
  private final List<ComputeEngine> engines = new ArrayList<>();
  private final LateTasks lateTasks = new LateTasks();

  /**
   * None so far.
   *
   * @param engine has the threads
   * @param parameters of the model
   */
  Replicas(ComputeEngine engine, Parameters parameters) {
    this.engine = engine;
    this.parameters = parameters;
  }

  /** Adds the only one, which has all threads. */
  void add(Replica<M, B> whole) {
    replicas.add(whole);
  }

  /** Adds several, each with gradients of its own if parameters are trained. */
  void add(int count, Supplier<M> maker, DataType computeType, Keep keep) {
    int threads = engine.workers().threads() / count;
    List<ComputeEngine> ofReplicas =
        threads == 1 ? engine.threadEngines() : ownedEngines(count, threads);
    RowBuckets rowBuckets = new RowBuckets(count);
    for (int i = 0; i < count; i++) {
      M model = maker.get();
      parameters.bind(model, i);
      ReplicaEngine own = new ReplicaEngine(ofReplicas.get(i), rowBuckets, lateTasks);
      replicas.add(new Replica<>(own, model, computeType, keep));
    }
  }

  /** Each is made on the thread that will run it, to which it belongs. */
  private List<ComputeEngine> ownedEngines(int count, int threads) {
    engines.addAll(onWorkers(count, i -> new ComputeEngine(threads)));
    return engines;
  }

  List<Replica<M, B>> all() {
    return replicas;
  }

  int size() {
    return replicas.size();
  }

  Replica<M, B> get(int number) {
    return replicas.get(number);
  }

  /** What a replica without sequences does in a step instead of its backward pass. */
  void clearUnlessAccumulated(Replica<M, B> replica, MicroStep step) {
    if (!step.accumulate()) {
      replica.engine().zero(parameters.gradientParts().get(replicas.indexOf(replica)));
    }
  }

  /**
   * Does something with the number of each replica, each on its own thread, and then what they left
   * for the end.
   */
  <T> List<T> each(IntFunction<T> work) {
    lateTasks.begin(replicas.size());
    return onWorkers(replicas.size(), i -> thenLateTasks(i, work));
  }

  private <T> T thenLateTasks(int number, IntFunction<T> work) {
    try {
      return work.apply(number);
    } finally {
      lateTasks.finish(get(number).engine());
    }
  }

  private <T> List<T> onWorkers(int count, IntFunction<T> work) {
    List<T> results = new ArrayList<>(Collections.nCopies(count, null));
    engine.workers().each(count, i -> results.set(i, work.apply(i)));
    return results;
  }

  /** Does something with the engine of all threads and with those made for the replicas. */
  void eachEngine(Consumer<ComputeEngine> action) {
    action.accept(engine);
    engines.forEach(action);
  }

  @Override
  public void close() {
    replicas.forEach(Replica::close);
    if (!engines.isEmpty()) {
      engine.workers().each(engines.size(), i -> engines.get(i).close());
    }
  }
}
