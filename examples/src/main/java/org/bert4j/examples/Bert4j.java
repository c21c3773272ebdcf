package org.bert4j.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bert4j.examples.command.AttentionCommand;
import org.bert4j.examples.command.BenchCommand;
import org.bert4j.examples.command.ClassifyCommand;
import org.bert4j.examples.command.CompletionCommand;
import org.bert4j.examples.command.CurvesCommand;
import org.bert4j.examples.command.EmbedCommand;
import org.bert4j.examples.command.ExportCommand;
import org.bert4j.examples.command.FeaturesCommand;
import org.bert4j.examples.command.FillMaskCommand;
import org.bert4j.examples.command.InfoCommand;
import org.bert4j.examples.command.NerCommand;
import org.bert4j.examples.command.PrepareCommand;
import org.bert4j.examples.command.PretrainCommand;
import org.bert4j.examples.command.QaCommand;
import org.bert4j.examples.command.ReportCommand;
import org.bert4j.examples.command.SearchCommand;
import org.bert4j.examples.command.SimilarityCommand;
import org.bert4j.examples.command.TranslateCommand;
import org.bert4j.examples.command.UiCommand;
import org.bert4j.examples.command.VocabCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 done, 1 failed while running, 2 wrong usage or input, 128 plus
 * the signal's number after a signal.
 */
@Command(
    name = "bert4j",
    description = "Pre-trains BERT on your own text and fine-tunes it.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Bert4j.Version.class,
    footer = {
      "",
      "Each command explains its options: bert4j COMMAND --help",
      "To see a model learn, without any options: bert4j pretrain"
    })
public final class Bert4j implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          PretrainCommand.class,
          VocabCommand.class,
          PrepareCommand.class,
          NerCommand.class,
          QaCommand.class,
          TranslateCommand.class,
          ClassifyCommand.class,
          EmbedCommand.class,
          SimilarityCommand.class,
          SearchCommand.class,
          FillMaskCommand.class,
          InfoCommand.class,
          ExportCommand.class,
          BenchCommand.class,
          FeaturesCommand.class,
          CurvesCommand.class,
          ReportCommand.class,
          AttentionCommand.class,
          UiCommand.class,
          CompletionCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Add the stack trace to an error.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  private boolean version;

  /** Makes the command line's root; {@link #commandLine()} makes one ready to run. */
  public Bert4j() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param arguments a command and its options
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // numbers read the same everywhere, as the files of a run do
    CommandLine commandLine = commandLine(named(arguments));
    // Predictions and messages in any language are to reach a file, whatever the locale.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    OutputStream err = new FileOutputStream(FileDescriptor.err);
    commandLine
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    Optional<String> lost = LocaleEncoding.lost(arguments);
    if (lost.isPresent()) {
      commandLine.getErr().println("bert4j: " + lost.get());
      System.exit(ExitCode.USAGE);
    }
    int exitCode = commandLine.execute(arguments);
    // A PrintWriter keeps failures, such as a full disk, to itself.
    if (commandLine.getOut().checkError() && exitCode == ExitCode.OK) {
      commandLine.getErr().println("bert4j: standard output cannot be written to");
      exitCode = ExitCode.SOFTWARE;
    }
    System.exit(exitCode);
  }

  /**
   * Makes a command line that reports errors in one line on its error writer.
   *
   * @return a command line for one execution
   */
  public static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  /** The command that arguments begin with alone: to read the options of all takes a while. */
  private static List<Class<?>> named(String[] arguments) {
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(
                command ->
                    arguments.length > 0
                        && command.getAnnotation(Command.class).name().equals(arguments[0]))
            .toList();
    return named.isEmpty() || named.contains(CompletionCommand.class) ? COMMANDS : named;
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    Bert4j root = new Bert4j();
    ErrorReport errors = new ErrorReport(() -> root.verbose);
    CommandLine commandLine = new CommandLine(root);
    commands.forEach(commandLine::addSubcommand);
    commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setUnmatchedOptionsAllowedAsOptionParameters(false)
        .setExecutionStrategy(errors)
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors);
    // Values such as -1,-2 look like options.
    CommandLine features = commandLine.getSubcommands().get("features");
    if (features != null) {
      features.setUnmatchedOptionsAllowedAsOptionParameters(true);
    }
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /** Reads the version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Bert4j.class.getPackage().getImplementationVersion();
      return new String[] {"bert4j " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
