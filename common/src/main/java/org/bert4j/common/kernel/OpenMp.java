package org.bert4j.common.kernel;

import com.sun.jna.NativeLibrary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** The threading runtime inside oneDNN's library, which oneDNN has no call for. */
final class OpenMp {
  private OpenMp() {}

  /** Sets how many threads the kernels of the calling thread use. */
  static void setThreads(int threads) {
    Loader.load(dnnl.class);
    String runtime = Loader.getLoadedLibraries().get("gomp@.1");
    if (runtime != null) {
      NativeLibrary.getInstance(runtime)
          .getFunction("omp_set_num_threads")
          .invokeVoid(new Object[] {threads});
    }
  }
}
