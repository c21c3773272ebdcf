package org.bert4j.examples.notebook;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bert4j.common.io.FileTree;
import org.bert4j.examples.Bert4j;
import picocli.CommandLine;

/**
 * The settings of a notebook, which {@code examples/notebooks/run.sh} hands over as environment
 * variables, and what follows from them.
 *
 * @param full whether everything is trained as long as the committed outputs were
 * @param environment the variables
 */
public record Tour(boolean full, Map<String, String> environment) {
  private static final String MODELS = "BERT4J_MODELS";
  private static final String FULL = "BERT4J_FULL";

  /** Keeps a copy. {@inheritDoc} */
  public Tour {
    environment = Map.copyOf(environment);
  }

  /**
   * The settings of this process.
   *
   * @return the settings
   */
  public static Tour begin() {
    Map<String, String> environment = System.getenv();
    return new Tour(Boolean.parseBoolean(environment.get(FULL)), environment);
  }

  /**
   * One of two values.
   *
   * @param shortened in the shortened setting
   * @param whole in the full one
   * @param <T> kind of value
   * @return the one that holds
   */
  public <T> T either(T shortened, T whole) {
    return full ? whole : shortened;
  }

  /**
   * Files of the user's.
   *
   * @param variable that names them, with a colon between
   * @return the files, none if the variable is not set
   */
  public List<Path> files(String variable) {
    String value = environment.getOrDefault(variable, "");
    return Arrays.stream(value.split(":")).filter(name -> !name.isEmpty()).map(Path::of).toList();
  }

  /**
   * A directory for a run, empty.
   *
   * @param name of the run
   * @return relative to the notebook
   * @throws IOException if what was there cannot be removed
   */
  public Path output(String name) throws IOException {
    Path directory = runs().resolve(name);
    if (Files.exists(directory)) {
      FileTree.delete(directory);
    }
    Files.createDirectories(runs());
    return directory;
  }

  private Path runs() {
    return Path.of("runs", full ? "full" : "short");
  }

  /**
   * A pre-trained encoder: one of the directory of models, or a small one that is trained on the
   * sample corpus, once for all notebooks.
   *
   * @param language {@code en} or {@code zh}
   * @param out where the training prints
   * @return a HuggingFace directory, or that of a run
   * @throws IOException if training fails to read or write
   */
  public Path encoder(String language, PrintStream out) throws IOException {
    if (environment.containsKey(MODELS)) {
      Path natural = Path.of(environment.get(MODELS), "bge-" + language);
      if (Files.isDirectory(natural)) {
        return natural;
      }
    }
    Path sample = runs().resolve("sample");
    if (!Files.exists(sample.resolve("results.json"))) {
      String minutes = either("0.5", "1.8");
      bert4j(out, "pretrain", "--minutes", minutes, "--output", output("sample"));
    }
    return sample;
  }

  /**
   * Runs a command of bert4j in this process. Lines of single steps and checkpoints are left out:
   * notebooks show the curve. So are the directories of files that are named absolutely: they are
   * nobody's business.
   *
   * @param out where it prints
   * @param words command, options and their values
   * @throws IllegalStateException if it fails
   */
  public void bert4j(PrintStream out, Object... words) {
    String[] arguments =
        Stream.of(words)
            .flatMap(word -> word instanceof List<?> list ? list.stream() : Stream.of(word))
            .map(Object::toString)
            .toArray(String[]::new);
    PrintWriter writer = new PrintWriter(new NotebookLines(out, directories(arguments)), true);
    CommandLine command = Bert4j.commandLine().setOut(writer).setErr(writer);
    int exitCode = command.execute(arguments);
    writer.close();
    if (exitCode != 0) {
      throw new IllegalStateException(
          "bert4j " + String.join(" ", arguments) + " failed with exit code " + exitCode);
    }
  }

  private static List<String> directories(String... arguments) {
    return Stream.of(arguments)
        .filter(argument -> argument.startsWith(File.separator))
        .map(argument -> Path.of(argument).getParent() + File.separator)
        .distinct()
        .toList();
  }

  /** Passes whole lines on but for those about a step or a checkpoint. */
  private static final class NotebookLines extends Writer {
    private static final Pattern OF_A_STEP = Pattern.compile("(step +\\d|checkpoint: ).*");
    private final PrintStream out;
    private final List<String> directories;
    private final StringBuilder line = new StringBuilder();

    NotebookLines(PrintStream out, List<String> directories) {
      this.out = out;
      this.directories = directories;
    }

    @Override
    public void write(char[] characters, int from, int count) {
      for (int i = from; i < from + count; i++) {
        if (characters[i] == '\n') {
          print();
        } else {
          line.append(characters[i]);
        }
      }
    }

    private void print() {
      if (!OF_A_STEP.matcher(line).matches()) {
        String shown = line.toString();
        for (String directory : directories) {
          shown = shown.replace(directory, "");
        }
        out.println(shown);
      }
      line.setLength(0);
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {
      if (line.length() > 0) {
        print();
      }
      flush();
    }
  }
}
