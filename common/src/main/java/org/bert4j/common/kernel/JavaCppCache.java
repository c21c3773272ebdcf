package org.bert4j.common.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.NativePlatform;
import org.bert4j.common.io.PrivateDirectory;
import org.bert4j.common.io.TemporaryProperty;
import org.bert4j.common.io.UnpackedFile;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/**
 * Where JavaCPP unpacks native libraries: a {@link PrivateDirectory}, unless the user has named
 * another by {@code org.bytedeco.javacpp.cachedir}, or the application has used JavaCPP before. By
 * itself JavaCPP goes to the home, whoever owns what is there, or to a folder in the temporary
 * directory, and takes a file for its library that has the same size and date.
 */
public final class JavaCppCache {
  private static final String DIRECTORY = "org.bytedeco.javacpp.cachedir";

  /** Where JNA, by which the threading runtime is called, unpacks its own. */
  private static final String JNA_DIRECTORY = "jna.tmpdir";

  private static boolean loaded;

  private JavaCppCache() {}

  /**
   * Loads oneDNN; to be called before anything else of JavaCPP is, ND4J for example, so that its
   * libraries lie there, too, and their threads sleep between kernels.
   *
   * @throws IllegalArgumentException if it cannot be unpacked or loaded here
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    String named = System.getProperty(DIRECTORY);
    String directory = named == null ? PrivateDirectory.forLibraries().toString() : named;
    String jna = System.getProperty(JNA_DIRECTORY, directory);
    try {
      // Both read their property once: where they were used before, their choice stays.
      TemporaryProperty.during(DIRECTORY, directory, JavaCppCache::directory);
      verify(dnnl.class);
      TemporaryProperty.during(JNA_DIRECTORY, jna, OpenMp::preferSleepingThreads);
      Loader.load(dnnl.class);
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "oneDNN cannot be loaded from "
              + directory()
              + " ("
              + e.getMessage()
              + "): set "
              + PrivateDirectory.VARIABLE
              + " to a writable directory that may hold programs",
          e);
    }
    loaded = true;
  }

  private static Path directory() {
    try {
      return Loader.getCacheDir().toPath().toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Unpacks the libraries of a binding, without loading them, and compares them with the checksums
   * in their jars. Those that were damaged since they were unpacked are unpacked again.
   *
   * @param binding JavaCPP's class of native methods
   * @throws IllegalArgumentException if there is none for this platform, or it cannot be unpacked
   */
  public static void verify(Class<?> binding) {
    ClassProperties properties = Loader.loadProperties(binding, Loader.loadProperties(), true);
    if (properties.getInheritedClasses() != null) {
      for (Class<?> inherited : properties.getInheritedClasses()) {
        verify(inherited);
      }
    }
    List<String> names = new ArrayList<>(properties.get("platform.preload"));
    names.addAll(properties.get("platform.link"));
    String main = properties.getProperty("platform.library");
    names.add(main);
    for (String name : names) {
      URL[] found = Loader.findLibrary(binding, properties, name);
      if (name.equals(main)) {
        NativePlatform.require("library " + name, found.length == 0 ? null : found[0]);
      }
      for (URL library : found) {
        if (library.getProtocol().equals("jar")) {
          unpack(library);
        }
      }
    }
  }

  private static void unpack(URL library) {
    try {
      if (!UnpackedFile.isWhole(cached(library), library)) {
        Files.delete(cached(library));
        if (!UnpackedFile.isWhole(cached(library), library)) {
          throw new IOException(library + " is damaged: its checksum is another");
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          directory()
              + ": a native library cannot be unpacked there ("
              + e
              + "); set "
              + PrivateDirectory.VARIABLE
              + " to a writable directory that may hold programs",
          e);
    }
  }

  /** Where JavaCPP has the library, unpacked at the latest now. */
  private static Path cached(URL library) throws IOException {
    return Loader.cacheResource(library).toPath();
  }
}
