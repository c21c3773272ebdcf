package org.bert4j.common.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The operating system, processor and C library that native libraries must be made for. */
public final class NativePlatform {
  private static final Path MAPPED_LIBRARIES = Path.of("/proc/self/maps");

  private NativePlatform() {}

  /**
   * Checks that a native library is made for this platform.
   *
   * @param library what it is, for the message
   * @param found the library on the class path, or null if there is none for this platform
   * @throws IllegalArgumentException if there is none, or if the C library here is musl: libraries
   *     are made for glibc
   */
  public static void require(String library, URL found) {
    String platform = name(MAPPED_LIBRARIES);
    if (found == null || platform.endsWith("-musl")) {
      throw new IllegalArgumentException(
          platform
              + ": no "
              + library
              + " for this platform is on the class path; bert4j runs on linux-x86_64 and linux-arm64"
              + " (both with glibc), macosx-arm64 and windows-x86_64");
    }
  }

  /** As JavaCPP names platforms, {@code linux-x86_64} for example; musl is named, too. */
  static String name(Path mappedLibraries) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      system = "macosx";
    }
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (processor.equals("amd64")) {
      processor = "x86_64";
    } else if (processor.equals("aarch64")) {
      processor = "arm64";
    }
    return system.split(" ")[0] + "-" + processor + (isMusl(mappedLibraries) ? "-musl" : "");
  }

  /** Whether this JVM runs on musl; the file of musl's loader may be there beside glibc. */
  private static boolean isMusl(Path mappedLibraries) {
    try (Stream<String> mapped = Files.lines(mappedLibraries, StandardCharsets.ISO_8859_1)) {
      return mapped.anyMatch(line -> line.contains("/ld-musl-"));
    } catch (IOException | UncheckedIOException e) {
      return false; // not Linux
    }
  }
}
