package org.bert4j.common.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads and writes small JSON files such as {@code config.json}. */
public final class JsonFile {
  /** As a tree it takes up to fifty times as much memory. */
  private static final int MAX_BYTES = 1 << 23;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectWriter WRITER = MAPPER.writer(prettyPrinter());

  private static final JsonMapper RECORDS =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private JsonFile() {}

  /**
   * Reads a file that holds one JSON object.
   *
   * @param file the file, in UTF-8
   * @return the object
   * @throws IllegalArgumentException if there is no such file, it is too large, not a JSON object
   *     or has a key twice; the message names file, line and column
   * @throws IOException if reading fails
   */
  public static ObjectNode read(Path file) throws IOException {
    return parseObject(text(file), file.toString());
  }

  /**
   * Reads a file that holds one JSON array.
   *
   * @param file the file, in UTF-8
   * @return the array
   * @throws IllegalArgumentException if there is no such file, it is too large or not a JSON array;
   *     the message names file, line and column
   * @throws IOException if reading fails
   */
  public static ArrayNode readArray(Path file) throws IOException {
    return parse(text(file), file.toString(), ArrayNode.class, "array");
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": no such file, expected a JSON file");
    }
    GitLfs.refusePointer(file);
    long bytes = Files.size(file);
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d bytes, expected a JSON file of at most %d",
              file,
              bytes,
              MAX_BYTES));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": not UTF-8 text, expected JSON", e);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  /**
   * Parses one JSON object.
   *
   * @param text the whole text
   * @param source what the text is, for error messages
   * @return the object
   * @throws IllegalArgumentException if it is not a JSON object or has a key twice; the message
   *     names source, line and column
   */
  public static ObjectNode parseObject(String text, String source) {
    return parse(text, source, ObjectNode.class, "object");
  }

  private static <N extends JsonNode> N parse(
      String text, String source, Class<N> type, String name) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (type.isInstance(node)) {
        return type.cast(node);
      }
    } catch (JsonProcessingException e) {
      throw broken(source, e);
    }
    throw new IllegalArgumentException(source + ": expected a JSON " + name);
  }

  /**
   * Writes JSON as HuggingFace does, two spaces an indentation level and a line end after the last
   * brace, to a temporary name first.
   *
   * @param file the file, its directory existing
   * @param json its content
   * @throws IOException if writing fails
   */
  public static void write(Path file, JsonNode json) throws IOException {
    byte[] bytes = (WRITER.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, bytes);
  }

  /**
   * The JSON object of a record.
   *
   * @param values the record
   * @return its components, their names in snake case
   */
  public static ObjectNode ofRecord(Record values) {
    return RECORDS.valueToTree(values);
  }

  /**
   * The record that {@link #ofRecord} made JSON of.
   *
   * @param json the object
   * @param type the record's type
   * @param <R> the record
   * @return the record
   * @throws JsonProcessingException if the object is that of another type
   */
  public static <R> R toRecord(JsonNode json, Class<R> type) throws JsonProcessingException {
    return RECORDS.treeToValue(json, type);
  }

  private static String position(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return where + ": " + reason(e);
  }

  /**
   * What to throw for JSON that cannot be read.
   *
   * @param source what the text is
   * @param e what Jackson says
   * @return an error of one line that names source, line and column
   */
  public static IllegalArgumentException broken(String source, JsonProcessingException e) {
    return new IllegalArgumentException(source + ": broken JSON" + position(e), e);
  }

  /**
   * What is wrong with JSON that cannot be read.
   *
   * @param e what Jackson says
   * @return the reason on one line, without the place
   */
  public static String reason(JsonProcessingException e) {
    String reason = e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
    return reason.startsWith("Trailing token")
        ? "something follows the first value, expected nothing"
        : reason.replaceFirst(" \\([^(]*\\[Source: .*", "");
  }

  private static DefaultPrettyPrinter prettyPrinter() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return printer;
  }
}
