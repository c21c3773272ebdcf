package org.bert4j.common.kernel;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.bytedeco.javacpp.Loader;

/** The threading runtime inside oneDNN's library, which oneDNN has no call for. */
final class OpenMp {
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

  /** Of OpenBLAS, ND4J's library: threads wait for the next product 2 to this power of cycles. */
  private static final String BLAS_TIMEOUT = "OPENBLAS_THREAD_TIMEOUT";

  /** What was set for each thread, 0 before; the native number is not shared either. */
  private static final ThreadLocal<int[]> SET = ThreadLocal.withInitial(() -> new int[1]);

  private OpenMp() {}

  /** Sets how many threads the kernels of the calling thread use, if that is not so already. */
  static void setThreads(int threads) {
    int[] set = SET.get();
    if (set[0] != threads) {
      change(threads);
      set[0] = threads;
    }
  }

  private static void change(int threads) {
    JavaCppCache.load();
    String runtime = Loader.getLoadedLibraries().get("gomp@.1");
    if (runtime != null) {
      NativeLibrary.getInstance(runtime)
          .getFunction("omp_set_num_threads")
          .invokeVoid(new Object[] {threads});
    }
  }

  /**
   * By default threads spin for milliseconds after a kernel, which keeps Java's threads, and on a
   * busy machine those that the kernel waits for, off the cores; OpenBLAS's do so for tens of
   * milliseconds. The runtimes read their environment when they are loaded, so this has an effect
   * only before; what a user has set stays. Loads JNA.
   */
  static void preferSleepingThreads() {
    prefer(WAIT_POLICY, "passive");
    prefer(BLAS_TIMEOUT, "4");
  }

  private static void prefer(String variable, String value) {
    if (!Platform.isWindows() && System.getenv(variable) == null) {
      NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {variable, value, 0});
    }
  }
}
