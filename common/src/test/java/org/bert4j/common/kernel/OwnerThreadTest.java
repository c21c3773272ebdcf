package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

/** An engine and the thread that made it. */
class OwnerThreadTest {
  @Test
  void anotherThreadIsRefusedBeforeItCompilesRunsOrClosesAnything() {
    try (ComputeEngine engine = new ComputeEngine(2);
        Arena arena = new Arena()) {
      Tensor x = arena.matrix(DataType.FP32, 32, 32);
      Tensor y = arena.matrix(DataType.FP32, 32, 32);
      engine.matmul(x, x).into(y);
      int primitives = engine.primitives();
      assertRefused(() -> engine.matmul(x, x).into(y));
      assertRefused(() -> engine.matmul(x.rows(0, 16), x).into(y.rows(0, 16)));
      assertRefused(() -> new PackedMatrix(engine, arena, x).close());
      assertRefused(engine::close);
      assertEquals(primitives, engine.primitives());
      engine.matmul(x, x).into(y);
    }
  }

  /** Of the calling thread. */
  private static int nativeThreads() {
    String runtime = Loader.getLoadedLibraries().get("gomp@.1");
    assumeTrue(runtime != null, "another OpenMP than GNU's");
    return NativeLibrary.getInstance(runtime)
        .getFunction("omp_get_max_threads")
        .invokeInt(new Object[0]);
  }

  private static void assertRefused(Runnable use) {
    Throwable cause =
        assertThrows(CompletionException.class, CompletableFuture.runAsync(use)::join).getCause();
    assertEquals(IllegalStateException.class, cause.getClass());
    assertTrue(
        cause.getMessage().contains("engine of thread " + Thread.currentThread().getName()),
        cause.getMessage());
  }

  @Test
  void aClosedEngineSaysSoAndMayBeClosedAgain() {
    ComputeEngine engine = new ComputeEngine(2);
    engine.threadEngines();
    engine.close();
    engine.close();
    try (Arena arena = new Arena()) {
      Tensor x = arena.matrix(DataType.FP32, 8, 8);
      var error = assertThrows(IllegalStateException.class, () -> engine.softmax().forward(x, x));
      assertEquals("the engine is closed", error.getMessage());
    }
  }

  /** What a primitive is compiled for must be what it runs on: its scratch memory has that size. */
  @Test
  void enginesOfOneThreadEachKeepTheirNumberOfThreads() {
    try (ComputeEngine one = new ComputeEngine(1);
        ComputeEngine two = new ComputeEngine(2);
        Arena arena = new Arena()) {
      Tensor x = arena.matrix(DataType.FP32, 8, 8);
      one.softmax().forward(x, x);
      assertEquals(1, nativeThreads());
      two.softmax().forward(x, x);
      assertEquals(2, nativeThreads());
      one.softmax().forward(x, x);
      assertEquals(1, nativeThreads());
    }
  }
}
