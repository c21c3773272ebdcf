package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.junit.jupiter.api.Test;

/** The committed notebooks fit the code, and show nothing of the machine that ran them. */
class NotebooksTest {
  private static final Path NOTEBOOKS = Path.of("notebooks");
  private static final long MOST_BYTES = 1_000_000;

  /** What the kernel imports by itself, and what it offers. */
  private static final String KERNEL =
      "import java.util.*; import java.io.*; import java.math.*; import java.net.*;"
          + "import java.util.concurrent.*; import java.util.regex.*;"
          + "String display(Object o) { return null; }"
          + "String display(String type, Object o) { return null; }";

  private static final Pattern PATHS = Pattern.compile("/(home|root|tmp|work|Users)/|[A-Z]:\\\\");

  private static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  private static Stream<JsonNode> cells(Path notebook, String type) throws IOException {
    JsonNode cells = new ObjectMapper().readTree(notebook.toFile()).path("cells");
    return StreamSupport.stream(cells.spliterator(), false)
        .filter(cell -> cell.path("cell_type").asText().equals(type));
  }

  private static String source(JsonNode cell) {
    StringBuilder text = new StringBuilder();
    cell.path("source").forEach(line -> text.append(line.asText()));
    return text.toString();
  }

  @Test
  void areSmallAndHaveBeenRun() throws IOException {
    assertEquals(5, notebooks().size());
    for (Path notebook : notebooks()) {
      assertTrue(Files.size(notebook) < MOST_BYTES, notebook + ": " + Files.size(notebook));
      assertTrue(cells(notebook, "markdown").count() > 5, notebook.toString());
      String shown =
          cells(notebook, "code").map(cell -> cell.path("outputs").toString()).toList().toString();
      assertTrue(shown.contains("image/png"), notebook + " shows no picture");
      assertFalse(shown.contains("\"error\""), notebook + " shows an error");
      assertFalse(PATHS.matcher(shown).find(), notebook + " shows a path");
    }
  }

  /** Every cell is compiled as the kernel does it, and nothing of it run. */
  @Test
  void compile() throws IOException {
    for (Path notebook : notebooks()) {
      try (JShell shell = JShell.builder().executionEngine(new NothingRuns(), Map.of()).build()) {
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
          shell.addToClasspath(path);
        }
        compile(shell, KERNEL);
        for (JsonNode cell : cells(notebook, "code").toList()) {
          assertEquals(List.of(), compile(shell, source(cell)), notebook.toString());
        }
      }
    }
  }

  /** Compiles one snippet after the other; tells those that are refused, and why. */
  private static List<String> compile(JShell shell, String cell) {
    List<String> errors = new ArrayList<>();
    String rest = cell;
    while (!rest.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      if (next.source() == null) {
        return List.of("not complete: " + rest);
      }
      for (SnippetEvent event : shell.eval(next.source())) {
        if (event.causeSnippet() == null && event.status() == Snippet.Status.REJECTED) {
          shell
              .diagnostics(event.snippet())
              .forEach(each -> errors.add(next.source() + each.getMessage(Locale.ROOT)));
        }
      }
      rest = next.remaining();
    }
    shell
        .snippets()
        .filter(snippet -> shell.status(snippet) == Snippet.Status.RECOVERABLE_DEFINED)
        .flatMap(snippet -> shell.unresolvedDependencies((DeclarationSnippet) snippet))
        .forEach(missing -> errors.add("nobody declares " + missing));
    return errors;
  }

  /** Takes classes and runs none of them. */
  private static final class NothingRuns implements ExecutionControlProvider, ExecutionControl {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return this;
    }

    @Override
    public void load(ClassBytecodes[] classes) {}

    @Override
    public void redefine(ClassBytecodes[] classes) {}

    @Override
    public String invoke(String className, String methodName) {
      return "";
    }

    @Override
    public String varValue(String className, String variable) {
      return "";
    }

    @Override
    public void addToClasspath(String path) {}

    @Override
    public void stop() {}

    @Override
    public Object extensionCommand(String command, Object argument) {
      return null;
    }

    @Override
    public void close() {}
  }
}
