package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class Bert4jTest {
  static Set<String> commands() {
    return Bert4j.commandLine().getSubcommands().keySet();
  }

  /** Also the commands of commands, as in {@code qa evaluate}. */
  static Stream<CommandLine> allCommands() {
    return Bert4j.commandLine().getSubcommands().values().stream()
        .flatMap(
            command ->
                Stream.concat(Stream.of(command), command.getSubcommands().values().stream()));
  }

  @Test
  void helpNamesEveryCommand() {
    String help = CommandLineRun.of("--help").succeeds().out();
    commands().forEach(command -> assertTrue(help.contains("  " + command + " "), command));
  }

  @ParameterizedTest
  @MethodSource("allCommands")
  void everyCommandExplainsItselfAndItsDefaults(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    String help = CommandLineRun.of((Object[]) (name + " --help").substring(7).split(" ")).out();
    assertTrue(help.startsWith("Usage: " + name), help);
    assertFalse(help.contains("${"), help);
    for (OptionSpec option : command.getCommandSpec().options()) {
      boolean explained = option.inherited() || option.required() || option.arity().max() == 0;
      assertTrue(
          explained || String.join(" ", option.description()).contains("Default"),
          () -> name + " " + option.longestName() + " does not tell its default");
    }
  }

  /** Also that of commands that only lead to others. */
  @ParameterizedTest
  @MethodSource("allCommands")
  void everyHelpHasTwoExamplesThatCanBeTyped(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    List<String> examples =
        Stream.of(command.getCommandSpec().usageMessage().footer())
            .filter(line -> line.startsWith("  "))
            .toList();
    assertTrue(examples.size() >= 2, () -> name + " has examples " + examples);
    for (String example : examples) {
      assertTrue((example + " ").contains(name + " "), example);
      CommandLine.ParseResult parsed = parse(example);
      assertTrue(parsed.commandSpec().qualifiedName().startsWith(name), example);
    }
  }

  /**
   * Quoted words may contain blanks; what a shell does with the output, and remarks, are left out.
   */
  private static CommandLine.ParseResult parse(String typed) {
    String words = typed.replaceFirst(".*\\bbert4j ?", "").replaceFirst(" [>#].*", "");
    String[] arguments =
        Pattern.compile("\"[^\"]*\"|'[^']*'|\\S+")
            .matcher(words)
            .results()
            .map(word -> word.group().replaceFirst("^([\"'])(.*)\\1$", "$2"))
            .toArray(String[]::new);
    CommandLine.ParseResult parsed = Bert4j.commandLine().parseArgs(arguments);
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed;
  }

  @Test
  void everyCommandOfTheReadmeCanBeTyped() throws Exception {
    Path readme = Path.of("..", "README.md");
    assumeTrue(Files.exists(readme), "not in the repository");
    List<String> commands =
        Files.readAllLines(readme).stream().filter(line -> line.startsWith("./bert4j ")).toList();
    assertTrue(commands.size() > 20, () -> "found only " + commands);
    for (String command : commands) {
      assertDoesNotThrow(() -> parse(command), command);
    }
  }

  @Test
  void completionIsAScriptThatKnowsEveryCommand() throws Exception {
    String script = CommandLineRun.of("completion").succeeds().out();
    commands().forEach(name -> assertTrue(script.contains(name), name));
    assertTrue(script.contains("--learning-rate"), "no options");
    assumeTrue(new File("/bin/bash").exists(), "no bash");
    Process shell = new ProcessBuilder("/bin/bash", "-n").redirectErrorStream(true).start();
    shell.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
    shell.getOutputStream().close();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor(), said);
  }

  /** Options that several commands share tell the defaults of each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ner | 4 | 32 | 128 | 5e-5; 5e-4 for hidden sizes up to 256, 1e-3 up to 128 | --init",
        "qa | 2 | 32 | 384 | 3e-5; 3e-4 for hidden sizes up to 256, 6e-4 up to 128 | --init",
        "classify | 3 | 32 | 128 | 5e-5; 5e-4 for hidden sizes up to 256, 1e-3 up to 128 | --init",
        "embed | 1 | 32 | 128 | 5e-5; 5e-4 for hidden sizes up to 256, 1e-3 up to 128 | --init",
        "translate | 3 | 128 | 64 | 1e-3 | --init, or sample",
      })
  void helpTellsTheDefaultsOfTheCommand(
      String task, String epochs, String batch, String length, String rate, String model) {
    String help =
        CommandLineRun.of(task, "train", "--help").succeeds().out().replaceAll("\\s+", " ");
    for (String line :
        List.of(
            "--epochs=N Passes over the training data at most. Default: " + epochs + ".",
            "of a batch. Default: " + batch + ".",
            "special tokens included. Default: " + length + ",",
            "reached after the warmup. Default: " + rate + ".",
            "HuggingFace config.json. Default: " + model)) {
      assertTrue(help.contains(line), line + " is not in: " + help);
    }
  }

  @Test
  void versionIsOneLine() {
    assertEquals(1, CommandLineRun.of("--version").succeeds().out().lines().count());
  }

  /** As on a full disk. */
  @Test
  void whatCannotBeWrittenToStandardOutputIsAFailure() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "this system has no /dev/full");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Bert4j.class.getName(),
                "--version")
            .redirectOutput(full)
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("bert4j: standard output cannot be written to", err.strip());
    assertEquals(1, process.waitFor());
  }

  @Test
  void noCommandIsRefused() {
    CommandLineRun.of().isRefusedWith("no command", "bert4j --help");
  }

  @Test
  void aMistypedCommandIsRefusedWithASuggestion() {
    CommandLineRun.of("pretran").isRefusedWith("pretran", "did you mean pretrain?");
  }

  @Test
  void aMistypedOptionIsRefusedWithASuggestion() {
    CommandLineRun.of("vocab", "--corpus", ".", "--vocab-siz", "9")
        .isRefusedWith("--vocab-siz", "did you mean --vocab-size?");
  }

  @Test
  void anOptionGivenTwiceIsRefused() {
    CommandLineRun.of("pretrain", "--steps", 1, "--steps", 2).isRefusedWith("--steps", "once");
  }

  @Test
  void aValueThatIsNoNumberIsRefused() {
    CommandLineRun.of("vocab", "--corpus", ".", "--vocab-size", "many")
        .isRefusedWith("--vocab-size", "many");
  }

  @Test
  void verboseAddsTheStackTrace() {
    String[] arguments = {"vocab", "--corpus", "no such place"};
    assertFalse(CommandLineRun.of((Object[]) arguments).err().contains("\tat "));
    CommandLineRun run = CommandLineRun.of("vocab", "--corpus", "no such place", "--verbose");
    assertTrue(run.err().contains("\tat "));
    assertEquals(2, run.exitCode());
  }
}
