package org.bert4j.common.dl4j;

import java.lang.ref.Cleaner;
import java.util.function.Function;
import org.bert4j.common.concurrent.OwnThread;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.ComputeEngine;

/**
 * Where all layers of Deeplearning4j compute, whichever thread calls them: OpenMP gives each thread
 * that runs kernels a team of native threads, and Deeplearning4j never says when it needs a layer
 * no more, so they share one thread for the life of the JVM. Started by the first layer that
 * computes.
 */
final class LayerEngine {
  private static final Cleaner CLEANER = Cleaner.create();

  private final OwnThread thread = new OwnThread("bert4j-layers");
  private final ComputeEngine engine;

  private LayerEngine() {
    engine = thread.start(() -> new ComputeEngine(Machine.processors())).join();
  }

  /** Made when it is first used. */
  private static final class Shared {
    static final LayerEngine ENGINE = new LayerEngine();
  }

  /**
   * Computes, after what other layers have asked for.
   *
   * @param work computes with the engine
   * @param <T> what comes of it
   * @return what comes of it
   */
  static <T> T compute(Function<ComputeEngine, T> work) {
    LayerEngine shared = Shared.ENGINE;
    return shared.thread.start(() -> work.apply(shared.engine)).join();
  }

  /** Frees a layer's memory when nobody holds the layer any more. */
  static void freeWith(Object layer, LayerMemory memory) {
    CLEANER.register(layer, memory::free);
  }
}
