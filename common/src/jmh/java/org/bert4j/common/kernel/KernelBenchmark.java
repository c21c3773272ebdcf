package org.bert4j.common.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How kernels are measured: the time of a call on one thread. The state belongs to the thread,
 * since the threading runtime keeps its number of threads for the thread that made the engine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseParallelGC") // as the launcher
public abstract class KernelBenchmark {
  /** Sizes of the operands. */
  @Param public ModelShape shape;

  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private ComputeEngine engine;
  private Operands operands;

  /** For benchmarks of one kernel. */
  protected KernelBenchmark() {}

  /** Makes the engine and the operands. */
  @Setup(Level.Trial)
  public final void setUp() {
    engine = owned(new ComputeEngine(1));
    operands = owned(new Operands(engine));
    prepare();
  }

  /** Makes the operands; called once, on the thread that measures. */
  protected abstract void prepare();

  /**
   * What runs the kernels.
   *
   * @return an engine of one thread
   */
  protected final ComputeEngine engine() {
    return engine;
  }

  /**
   * Makes operands.
   *
   * @return their owner
   */
  protected final Operands operands() {
    return operands;
  }

  /**
   * Has something closed at the end, before what was made earlier.
   *
   * @param <T> its type
   * @param resource to close
   * @return the resource
   */
  protected final <T extends AutoCloseable> T owned(T resource) {
    owned.push(resource);
    return resource;
  }

  /**
   * Frees everything.
   *
   * @throws Exception if a resource cannot be closed
   */
  @TearDown(Level.Trial)
  public final void tearDown() throws Exception {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
