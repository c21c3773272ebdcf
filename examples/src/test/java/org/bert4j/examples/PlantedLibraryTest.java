package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.util.Platform;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native libraries that somebody else has put where a program looks for its own. Those planted here
 * are no libraries: loading one fails, so that a command that succeeds has loaded none of them.
 */
class PlantedLibraryTest {
  private static final byte[] PLANTED = "planted".getBytes();

  @TempDir static Path models;
  @TempDir Path folder;
  private Path temporary;

  @BeforeAll
  static void aModel() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    SmallModel.in(models).pretrain(models.resolve("run")).succeeds();
  }

  @BeforeEach
  void aTemporaryDirectory() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @Test
  void withoutAHomeThatOfTheTemporaryDirectoryIsNotLoaded() throws Exception {
    Path noHome = Files.createFile(folder.resolve("file")).resolve("home");
    List<Path> planted = new ArrayList<>();
    planted.addAll(plantForDjl(temporary.resolve(".djl.ai").resolve("tokenizers")));
    String user = System.getProperty("user.name");
    planted.addAll(plantForJavaCpp(temporary.resolve(".javacpp-" + user).resolve("cache")));

    ChildProcess run = fillMask(noHome);
    assertEquals("", run.err());
    assertEquals(0, run.exitCode());
    for (Path file : planted) {
      assertEquals('p', Files.readAllBytes(file)[0], file + " was replaced: it was looked at");
    }
    assertEquals(List.of(".djl.ai", ".javacpp-" + user), left(temporary));
  }

  @Test
  void thatOfADirectoryToWhichOthersCanWriteIsNotLoaded() throws Exception {
    Path home = folder.resolve("home");
    Path cache = home.resolve(".cache").resolve("bert4j");
    plantForDjl(cache.resolve("tokenizers"));
    plantForJavaCpp(cache);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));

    ChildProcess run = fillMask(home);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains(cache + ": can be written by others"), run.err());
    assertEquals(List.of(), left(temporary));

    ChildProcess refused = fillMask(home, "-Dbert4j.cache.dir=" + cache);
    assertEquals(2, refused.exitCode(), refused.err());
    assertTrue(
        refused.err().startsWith("bert4j: " + cache + ": can be written by others"), refused.err());
  }

  /** JavaCPP takes a file of the same size and date. */
  @Test
  void oneThatWasDamagedIsUnpackedAgain() throws Exception {
    Path home = folder.resolve("home");
    Path cache = home.resolve(".cache").resolve("bert4j");
    List<Path> damaged = new ArrayList<>();
    damaged.addAll(plantForDjl(cache.resolve("tokenizers")));
    damaged.addAll(plantForJavaCpp(cache));

    ChildProcess run = fillMask(home);
    assertEquals("", run.err());
    assertEquals(0, run.exitCode());
    for (Path file : damaged) {
      assertArrayEquals(new byte[] {0x7f, 'E', 'L', 'F'}, head(file), file.toString());
    }
  }

  private ChildProcess fillMask(Path home, String... more) throws Exception {
    List<String> jvm =
        new ArrayList<>(List.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + temporary));
    jvm.addAll(List.of(more));
    Map<String, String> variables = new HashMap<>();
    for (String variable : List.of("BERT4J_CACHE_DIR", "DJL_CACHE_DIR", "ENGINE_CACHE_DIR")) {
      variables.put(variable, "");
    }
    List<String> command =
        ChildProcess.java(
            Bert4j.class, jvm, "fill-mask", "--model", models.resolve("run"), "--text", "a [MASK]");
    return ChildProcess.run(folder, variables, command);
  }

  private static List<Path> plantForDjl(Path folder) throws IOException {
    Platform platform = Platform.detectPlatform("tokenizers");
    Path version = folder.resolve(platform.getVersion() + "-cpu-" + platform.getClassifier());
    Files.createDirectories(version);
    Path library = version.resolve(System.mapLibraryName("tokenizers"));
    return List.of(Files.write(library, PLANTED));
  }

  private static List<Path> plantForJavaCpp(Path cache) throws IOException {
    List<Path> planted = new ArrayList<>();
    ClassProperties properties = Loader.loadProperties(dnnl.class, Loader.loadProperties(), true);
    for (String name : List.of("dnnl@.3", "gomp@.1", properties.getProperty("platform.library"))) {
      for (URL url : Loader.findLibrary(dnnl.class, properties, name)) {
        JarURLConnection jar = (JarURLConnection) url.openConnection();
        JarEntry entry = jar.getJarEntry();
        Path file =
            cache.resolve(
                Path.of(jar.getJarFile().getName()).getFileName() + "/" + entry.getName());
        Files.createDirectories(file.getParent());
        byte[] content = new byte[Math.toIntExact(entry.getSize())];
        System.arraycopy(PLANTED, 0, content, 0, PLANTED.length);
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(entry.getTime()));
        planted.add(file);
      }
    }
    return planted;
  }

  private static byte[] head(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(4);
    }
  }

  private static List<String> left(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("hsperfdata"))
          .sorted()
          .toList();
    }
  }
}
