package org.bert4j.tokenizer;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.NativePlatform;
import org.bert4j.common.io.PrivateDirectory;
import org.bert4j.common.io.TemporaryProperty;
import org.bert4j.common.io.UnpackedFile;

/**
 * Loads DJL's native library, once a process and from the class path only. It is unpacked here,
 * into a {@link PrivateDirectory}, and compared with the jar each time: DJL would take whatever
 * lies under its name, without a writable home even in the temporary directory. Folders that DJL's
 * variables {@code ENGINE_CACHE_DIR} and {@code DJL_CACHE_DIR} name are used as DJL does, and are
 * the user's to guard; so is a library that {@code RUST_LIBRARY_PATH} names, and a {@code
 * RUST_FLAVOR}. DJL's class {@code HuggingFaceTokenizer} above the library is not used: it reports
 * its use over the network where it finds a cloud machine, and it fetches all of an encoding where
 * the ids would do.
 */
final class NativeLibrary {
  private static final String NAME = "tokenizers";

  /** What DJL loads on Windows before the library itself. */
  private static final List<String> WINDOWS_RUNTIME =
      List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll");

  /** DJL's own switch; unless it is on, a machine with CUDA downloads another library. */
  private static final String OFFLINE = "ai.djl.offline";

  /** Names the library to DJL, which then looks nowhere else. */
  private static final String LIBRARY_PATH = "RUST_LIBRARY_PATH";

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * @throws IllegalArgumentException if the library cannot be unpacked or loaded here
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    if (isSet(LIBRARY_PATH) || isSet("RUST_FLAVOR")) {
      load(Utils.getEngineCacheDir(NAME));
    } else {
      Path root = root();
      TemporaryProperty.during(LIBRARY_PATH, unpack(root).toString(), () -> load(root));
    }
    loaded = true;
  }

  private static void load(Path root) {
    try {
      TemporaryProperty.during(OFFLINE, "true", LibUtils::checkStatus);
    } catch (EngineException | LinkageError e) {
      throw new IllegalArgumentException(
          "DJL's tokenizer library cannot be loaded from "
              + root
              + " ("
              + innermost(e).getMessage()
              + "): set "
              + PrivateDirectory.VARIABLE
              + " to a writable directory that may hold programs",
          e);
    }
  }

  private static Path root() {
    boolean chosen = isSet("ENGINE_CACHE_DIR") || isSet("DJL_CACHE_DIR");
    return chosen ? Utils.getEngineCacheDir(NAME) : PrivateDirectory.forLibraries().resolve(NAME);
  }

  /**
   * Unpacks the library, in folders as DJL's, unless it is there and undamaged.
   *
   * @param root folder for libraries of all versions
   * @return the library
   * @throws IllegalArgumentException if there is none for this platform, or it cannot be written
   */
  static Path unpack(Path root) {
    Platform platform = Platform.detectPlatform(NAME);
    String classifier = platform.getClassifier();
    Path folder = root.resolve(platform.getVersion() + "-cpu-" + classifier);
    String resources = "native/lib/" + classifier + "/cpu/";
    String library = System.mapLibraryName(NAME);
    ClassLoader jar = LibUtils.class.getClassLoader();
    URL resource = jar.getResource(resources + library);
    NativePlatform.require("DJL tokenizer library", resource);
    try {
      if (library.endsWith(".dll")) {
        for (String runtime : WINDOWS_RUNTIME) {
          UnpackedFile.unpack(jar.getResource(resources + runtime), folder);
        }
      }
      return UnpackedFile.unpack(resource, folder).toAbsolutePath();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          root
              + ": DJL's tokenizer library cannot be unpacked there ("
              + e
              + "); set "
              + PrivateDirectory.VARIABLE
              + " to a writable directory that may hold programs",
          e);
    }
  }

  private static boolean isSet(String variable) {
    String value = Utils.getEnvOrSystemProperty(variable);
    return value != null && !value.isEmpty();
  }

  private static Throwable innermost(Throwable e) {
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return e;
  }
}
