package org.bert4j.common.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.FileTree;
import org.bert4j.common.io.JsonFile;

/**
 * The files of a run beside its checkpoints.
 *
 * @param <C> the run's configuration
 */
public final class RunFiles<C> {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new UndefinedAsNull())
          .build();

  private final Path output;
  private final String configName;
  private final RunConfigJson<C> json;

  /**
   * Does something with files.
   *
   * @param <T> what it makes
   */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does it.
     *
     * @return what it makes
     * @throws IOException if reading or writing fails
     */
    T run() throws IOException;
  }

  /** Writes a directory. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything.
     *
     * @param directory the directory, which does not exist
     * @throws IOException if writing fails
     */
    void writeTo(Path directory) throws IOException;
  }

  /**
   * Names the files of a run.
   *
   * @param output its directory, which need not exist
   * @param configName name of the file that holds its configuration
   * @param json the configuration's form in that file
   */
  public RunFiles(Path output, String configName, RunConfigJson<C> json) {
    this.output = output;
    this.configName = configName;
    this.json = json;
  }

  /**
   * The run's directory.
   *
   * @return its path
   */
  public Path output() {
    return output;
  }

  /**
   * The log.
   *
   * @return path of {@code metrics.jsonl}
   */
  public Path metrics() {
    return output.resolve("metrics.jsonl");
  }

  /**
   * The run's tokenizer.
   *
   * @return its directory
   */
  public Path tokenizer() {
    return output.resolve("tokenizer");
  }

  private Path config() {
    return output.resolve(configName);
  }

  private Path results() {
    return output.resolve("results.json");
  }

  private Path examples() {
    return output.resolve("examples.json");
  }

  /**
   * Decides whether a run begins or goes on. Nothing is written.
   *
   * @param config what it is told now
   * @param resume whether to go on with what is there
   * @return whether it goes on
   * @throws IllegalArgumentException if it was started with other settings, or would begin where
   *     there is something else
   * @throws IOException if reading fails
   */
  public boolean goesOn(C config, boolean resume) throws IOException {
    Optional<C> started = resume ? savedConfig() : Optional.empty();
    if (started.isPresent()) {
      requireSame(config, started.get());
    } else {
      requireEmpty();
    }
    return started.isPresent();
  }

  /** Refuses a file, or a directory that holds more than an interrupted start leaves. */
  private void requireEmpty() throws IOException {
    if (!Files.exists(output)) {
      return;
    }
    if (!Files.isDirectory(output)) {
      throw new IllegalArgumentException(output + ": expected a directory to write to, not a file");
    }
    try (Stream<Path> entries = Files.list(output)) {
      if (entries.anyMatch(RunFiles::isNoLeftover)) {
        boolean begun = Files.exists(config());
        throw new IllegalArgumentException(
            output
                + ": the output directory is not empty; name a new one"
                + (begun ? ", or go on with the run in it by --resume" : ""));
      }
    }
  }

  private static boolean isNoLeftover(Path entry) {
    String name = entry.getFileName().toString();
    return !name.startsWith(AtomicFile.TEMPORARY_PREFIX) && !name.equals(RunDirectory.LOCK);
  }

  /**
   * What an earlier start of the run was told.
   *
   * @return the configuration, set to resume, if there is one
   * @throws IllegalArgumentException if it is broken
   * @throws IOException if reading fails
   */
  public Optional<C> savedConfig() throws IOException {
    return Files.exists(config())
        ? Optional.of(json.read(JsonFile.read(config()), output))
        : Optional.empty();
  }

  private void requireSame(C asked, C started) {
    new ResumeCheck(output).requireSame(json.write(asked, output), json.write(started, output));
  }

  /**
   * Begins a new run: saves its configuration, then prepares the rest. If its input turns out to be
   * wrong it leaves no trace, unless there is something that took work: then all stays, to be gone
   * on with or used by another run.
   *
   * @param config the configuration
   * @param preparation reads and checks the input
   * @param work files and directories that take work, once they are there
   * @param rest others that preparation may write, beside the tokenizer
   * @param <T> what preparation makes
   * @return what preparation made
   * @throws IllegalArgumentException if the input cannot be used; it says what stays
   * @throws IOException if reading or writing fails
   */
  public <T> T begin(C config, Work<T> preparation, List<Path> work, List<Path> rest)
      throws IOException {
    JsonFile.write(config(), json.write(config, output));
    try {
      return preparation.run();
    } catch (IllegalArgumentException e) {
      List<Path> finished = work.stream().filter(Files::exists).toList();
      if (!finished.isEmpty()) {
        throw kept(e, finished);
      }
      FileTree.delete(config());
      FileTree.delete(tokenizer());
      for (Path each : rest) {
        FileTree.delete(each);
      }
      throw e;
    }
  }

  private IllegalArgumentException kept(IllegalArgumentException refusal, List<Path> finished) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s; what was finished is kept for --resume or another run: %s",
            refusal.getMessage(),
            finished.stream().map(Path::toString).collect(Collectors.joining(", "))),
        refusal);
  }

  /**
   * Saves the run's tokenizer, whole or not at all.
   *
   * @param content writes its files
   * @throws IOException if writing fails
   */
  public void saveTokenizer(Content content) throws IOException {
    Path temporary = AtomicFile.temporary(tokenizer());
    content.writeTo(temporary);
    AtomicFile.rename(temporary, tokenizer());
  }

  /**
   * What came of the run.
   *
   * @param type record of the results, or a JSON node's
   * @param <R> the results
   * @return the content of {@code results.json}, if the run is finished
   * @throws IllegalArgumentException if it is something else
   * @throws IOException if reading fails
   */
  public <R> Optional<R> savedResults(Class<R> type) throws IOException {
    if (!Files.exists(results())) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.treeToValue(JsonFile.read(results()), type));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          results() + ": not the results of a run; remove it to have them computed again", e);
    }
  }

  /**
   * Saves what the run's model predicts for some texts, before its results.
   *
   * @param examples the texts with their predictions
   * @throws IOException if writing fails
   */
  public void saveExamples(List<ExamplePrediction> examples) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("examples", MAPPER.valueToTree(examples));
    JsonFile.write(examples(), json);
  }

  /** Steps of a finished run. */
  long savedSteps() throws IOException {
    return JsonFile.read(results()).path("steps").asLong();
  }

  /**
   * Saves what came of the run, which is finished then.
   *
   * @param result what becomes the JSON object
   * @throws IOException if writing fails
   */
  public void saveResults(Object result) throws IOException {
    JsonNode node = MAPPER.valueToTree(result);
    JsonFile.write(results(), node);
  }
}
