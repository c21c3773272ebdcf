package org.bert4j.common.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
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
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bert4j.common.io.JsonFile;

/**
 * A run's configuration as JSON, in snake_case. Paths are written relative to the run's directory,
 * so that a run can move together with its data, and be resumed from any current directory.
 *
 * @param <C> the configuration: a record whose component {@code runtime} has {@code output} and
 *     {@code resume}, which each start decides anew and which are not written
 */
public final class RunConfigJson<C> {
  private static final String RUNTIME = "runtime";
  private static final String OUTPUT = "output";
  private static final String RESUME = "resume";

  private final JavaType type;

  private RunConfigJson(JavaType type) {
    this.type = type;
  }

  /**
   * Of a configuration.
   *
   * @param type its record
   * @param parameters records that its type parameters stand for
   * @param <C> the configuration
   * @return its JSON form
   */
  public static <C> RunConfigJson<C> of(Class<? super C> type, Class<?>... parameters) {
    TypeFactory factory = TypeFactory.defaultInstance();
    return new RunConfigJson<>(
        parameters.length == 0
            ? factory.constructType(type)
            : factory.constructParametricType(type, parameters));
  }

  /**
   * The configuration as it is kept in a run's directory.
   *
   * @param config the configuration
   * @param output the run's directory
   * @return its JSON
   */
  public ObjectNode write(C config, Path output) {
    Path base = absolute(output);
    return write(config, path -> relative(base, absolute(path)));
  }

  /**
   * The configuration as others may see it: of a path, only the last name.
   *
   * @param config the configuration
   * @return its JSON
   */
  public ObjectNode withoutDirectories(C config) {
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
  public C read(ObjectNode json, Path output) {
    Path base = absolute(output);
    ObjectNode whole = json.deepCopy();
    if (!(whole.get(RUNTIME) instanceof ObjectNode runtime)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the configuration in %s: %s is %s, expected an object",
              output,
              RUNTIME,
              whole.path(RUNTIME).getNodeType().name().toLowerCase(Locale.ROOT)));
    }
    runtime.put(OUTPUT, "").put(RESUME, true);
    try {
      return mapper(Path::toString, base).treeToValue(whole, type);
    } catch (JsonProcessingException e) {
      String problem =
          e.getCause() instanceof IllegalArgumentException cause
              ? cause.getMessage()
              : "it is that of another kind of run, or broken: " + JsonFile.reason(e);
      throw new IllegalArgumentException("the configuration in " + output + ": " + problem, e);
    }
  }

  private ObjectNode write(C config, Function<Path, String> paths) {
    JsonNode json = mapper(paths, null).valueToTree(config);
    ObjectNode object = (ObjectNode) json;
    ((ObjectNode) object.get(RUNTIME)).remove(List.of(OUTPUT, RESUME));
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
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
              context.reportInputMismatch(Path.class, "expected a path");
            }
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
