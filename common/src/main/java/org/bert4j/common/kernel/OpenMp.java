package org.bert4j.common.kernel;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.bytedeco.javacpp.Loader;

/** The threading runtime inside oneDNN's library, which oneDNN has no call for. */
final class OpenMp {
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

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
   * busy machine those that the kernel waits for, off the cores. The runtime reads its environment
   * when it is loaded, so this has an effect only before; what a user has set stays. Loads JNA.
   */
  static void preferSleepingThreads() {
    NativeLibrary process = NativeLibrary.getProcess();
    if (!Platform.isWindows() && System.getenv(WAIT_POLICY) == null) {
      process.getFunction("setenv").invokeInt(new Object[] {WAIT_POLICY, "passive", 0});
    }
  }
}
