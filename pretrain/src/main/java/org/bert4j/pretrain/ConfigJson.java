package org.bert4j.pretrain;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A run's configuration as JSON, in snake_case. Paths are written relative to the run's directory,
 * so that a run can move together with its text, and be resumed from any current directory.
 */
final class ConfigJson {
  private ConfigJson() {}

  /** The configuration as it is kept in a run's directory, without what each start decides anew. */
  static ObjectNode write(PretrainingConfig config) {
    Path base = absolute(config.runtime().output());
    return write(config, path -> relative(base, absolute(path)));
  }

  /** The configuration as others may see it: of a path, only the last name. */
  static ObjectNode withoutDirectories(PretrainingConfig config) {
    return write(config, path -> path.getFileName() == null ? "" : path.getFileName().toString());
  }

  /**
   * Reads what {@link #write} made.
   *
   * @param json the configuration
   * @param output the run's directory
   * @return the configuration, set to resume
   * @throws IllegalArgumentException if a value is missing, unknown or out of its range
   */
  static PretrainingConfig read(ObjectNode json, Path output) {
    Path base = absolute(output);
    ObjectNode whole = json.deepCopy();
    whole.withObject("/runtime").put("output", "").put("resume", true);
    try {
      return mapper(Path::toString, base).treeToValue(whole, PretrainingConfig.class);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
      String problem = cause.getMessage().lines().findFirst().orElse("cannot be read");
      throw new IllegalArgumentException("the configuration in " + output + ": " + problem, e);
    }
  }

  private static ObjectNode write(PretrainingConfig config, Function<Path, String> paths) {
    JsonNode json = mapper(paths, null).valueToTree(config);
    ObjectNode object = (ObjectNode) json;
    object.withObject("/runtime").remove("output");
    object.withObject("/runtime").remove("resume");
    return object;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static String relative(Path base, Path path) {
    boolean sameRoot = base.getRoot().equals(path.getRoot());
    return sameRoot ? base.relativize(path).toString() : path.toString();
  }

  private static JsonMapper mapper(Function<Path, String> paths, Path base) {
    SimpleModule module = new SimpleModule();
    module.addSerializer(
        Path.class,
        new JsonSerializer<>() {
          @Override
          public void serialize(Path path, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeString(paths.apply(path));
          }
        });
    module.addDeserializer(
        Path.class,
        new JsonDeserializer<>() {
          @Override
          public Path deserialize(JsonParser parser, DeserializationContext context)
              throws IOException {
            return base.resolve(parser.getText()).normalize();
          }
        });
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .addModule(module)
        .build();
  }
}
