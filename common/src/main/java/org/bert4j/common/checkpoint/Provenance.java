package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bert4j.common.io.Machine;

/**
 * What a model came from, kept beside it in {@code provenance.json}. It names neither the host nor
 * a place on it.
 *
 * @param configuration the run's configuration, without absolute paths
 * @param dataHash hash of the training data
 * @param versions version by program: bert4j, java, nd4j, onednn
 * @param processor model of the processor
 * @param cores processors available to the run
 * @param os name and architecture of the operating system
 */
public record Provenance(
    JsonNode configuration,
    String dataHash,
    Map<String, String> versions,
    String processor,
    int cores,
    String os) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /**
   * The provenance of a model trained in this process.
   *
   * @param configuration the run's configuration, without absolute paths
   * @param dataHash hash of the training data
   * @return both, with this machine and these versions
   */
  public static Provenance here(JsonNode configuration, String dataHash) {
    return new Provenance(
        configuration,
        dataHash,
        currentVersions(),
        currentProcessor(),
        Machine.processors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  /**
   * The content of {@code provenance.json}.
   *
   * @return a new JSON object
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("configuration", configuration);
    json.put("data_hash", dataHash);
    ObjectNode programs = json.putObject("versions");
    versions.forEach(programs::put);
    json.put("processor", processor);
    json.put("cores", cores);
    json.put("os", os);
    return json;
  }

  /** Version of this program. */
  static String version() {
    return currentVersions().getOrDefault("bert4j", "");
  }

  private static Map<String, String> currentVersions() {
    Properties properties = new Properties();
    try (InputStream stream = Provenance.class.getResourceAsStream("versions.properties")) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> versions = new TreeMap<>();
    properties.forEach((program, version) -> versions.put((String) program, (String) version));
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  /** Linux tells the model's name; elsewhere the architecture has to do. */
  private static String currentProcessor() {
    if (Files.isReadable(CPU_INFO)) {
      try (Stream<String> lines = Files.lines(CPU_INFO)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return System.getProperty("os.arch");
  }
}
