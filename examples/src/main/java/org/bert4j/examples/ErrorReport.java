package org.bert4j.examples;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bert4j.common.train.NonFiniteLossException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns an exception into one line on standard error and an exit code. */
final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final Pattern UNKNOWN_OPTION = Pattern.compile("Unknown option: '([^']*)'");

  private final BooleanSupplier verbose;

  ErrorReport(BooleanSupplier verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    report(failure, message(failure), commandLine);
    return failure instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine commandLine = failure.getCommandLine();
    String name = commandLine.getCommandSpec().qualifiedName();
    report(
        failure, message(failure) + suggestion(failure) + "; see " + name + " --help", commandLine);
    return ExitCode.USAGE;
  }

  private void report(Exception failure, String message, CommandLine commandLine) {
    PrintWriter err = commandLine.getErr();
    err.println("bert4j: " + message.strip().replaceAll("\\s*\\R\\s*", "; "));
    if (verbose.getAsBoolean()) {
      failure.printStackTrace(err);
    }
    err.flush();
  }

  /** Only messages of exceptions meant for users stand alone; others say what they are. */
  private static String message(Exception failure) {
    String message = failure.getMessage();
    boolean clear =
        failure instanceof IllegalArgumentException
            || failure instanceof ParameterException
            || failure instanceof NonFiniteLossException;
    if (message != null && clear) {
      return message;
    }
    String kind = failure.getClass().getSimpleName();
    return message == null ? kind : kind + ": " + message;
  }

  /** Picocli suggests only where an unknown option stands alone, not behind one with values. */
  private static String suggestion(ParameterException failure) {
    Matcher unknown = UNKNOWN_OPTION.matcher(failure.getMessage());
    UnmatchedArgumentException unmatched;
    if (unknown.find()) {
      unmatched =
          new UnmatchedArgumentException(failure.getCommandLine(), List.of(unknown.group(1)));
    } else if (failure instanceof UnmatchedArgumentException command) {
      unmatched = command;
    } else {
      return "";
    }
    return unmatched.getSuggestions().stream()
        .findFirst()
        .map(option -> "; did you mean " + option + "?")
        .orElse("");
  }
}
