package org.bert4j.tokenizer;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Loads DJL's native library, once a process and from the class path only. DJL unpacks it into a
 * cache folder first: {@code DJL_CACHE_DIR}, else {@code ~/.djl.ai}. DJL's class {@code
 * HuggingFaceTokenizer} above the library is not used: it reports its use over the network where it
 * finds a cloud machine, and it fetches all of an encoding where the ids would do.
 */
final class NativeLibrary {

  private static final String NAME = "tokenizers";

  /** DJL's own switch; unless it is on, a machine with CUDA downloads another library. */
  private static final String OFFLINE = "ai.djl.offline";

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * @throws IllegalArgumentException if the library cannot be unpacked or loaded here
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    String before = System.setProperty(OFFLINE, "true");
    try {
      if (Utils.getEnvOrSystemProperty("RUST_LIBRARY_PATH") == null) {
        checkCache(Utils.getEngineCacheDir(NAME));
      }
      LibUtils.checkStatus();
      loaded = true;
    } catch (EngineException | LinkageError e) {
      throw new IllegalArgumentException(
          "DJL's tokenizer library cannot be loaded from "
              + Utils.getEngineCacheDir(NAME)
              + " ("
              + innermost(e).getMessage()
              + "): set DJL_CACHE_DIR to a writable folder that may"
              + " hold programs",
          e);
    } finally {
      if (before == null) {
        System.clearProperty(OFFLINE);
      } else {
        System.setProperty(OFFLINE, before);
      }
    }
  }

  /**
   * Refuses a cache folder that neither has the library nor can receive it.
   *
   * @throws IllegalArgumentException saying which variable to set
   */
  static void checkCache(Path cache) {
    Platform platform = Platform.detectPlatform(NAME);
    String version = platform.getVersion() + "-cpu-" + platform.getClassifier();
    String cudaArch = Objects.requireNonNullElse(platform.getCudaArch(), "");
    Path folder = cache.resolve(version).resolve(cudaArch);
    if (Files.exists(folder.resolve(System.mapLibraryName(NAME)))) {
      return;
    }
    boolean writable;
    try {
      Files.createDirectories(cache);
      writable = Files.isWritable(cache);
    } catch (IOException e) {
      writable = false;
    }
    if (!writable) {
      throw new IllegalArgumentException(
          cache
              + ": cannot be written, but DJL unpacks its tokenizer library there; set the"
              + " environment variable DJL_CACHE_DIR (or -DDJL_CACHE_DIR=...) to a writable"
              + " folder");
    }
  }

  private static Throwable innermost(Throwable e) {
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return e;
  }
}
