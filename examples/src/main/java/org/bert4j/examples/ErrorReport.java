package org.bert4j.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bert4j.common.train.NonFiniteLossException;
import org.bert4j.examples.console.Printable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever is thrown into one line on standard error and an exit code. */
final class ErrorReport
    implements IExecutionStrategy, IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final Pattern UNKNOWN_OPTION = Pattern.compile("Unknown option: '([^']*)'");

  private final BooleanSupplier verbose;

  ErrorReport(BooleanSupplier verbose) {
    this.verbose = verbose;
  }

  /** Picocli lets errors pass. */
  @Override
  public int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (Error e) {
      report(e, message(e), parsed.commandSpec().commandLine());
      return ExitCode.SOFTWARE;
    }
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    Exception cause =
        failure instanceof UncheckedIOException wrapped ? wrapped.getCause() : failure;
    report(cause, message(cause), commandLine);
    return isOfInput(cause) ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine commandLine = failure.getCommandLine();
    String name = commandLine.getCommandSpec().qualifiedName();
    report(
        failure, message(failure) + suggestion(failure) + "; see " + name + " --help", commandLine);
    return ExitCode.USAGE;
  }

  private void report(Throwable failure, String message, CommandLine commandLine) {
    PrintWriter err = commandLine.getErr();
    err.println("bert4j: " + Printable.line(message));
    if (verbose.getAsBoolean()) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      trace.toString().lines().forEach(line -> err.println(frame(line)));
    }
    err.flush();
  }

  /** A line of a stack trace, its indentation kept. */
  private static String frame(String line) {
    return (line.startsWith("\t") ? "\t" : "") + Printable.line(line);
  }

  /** Whether the user named what cannot be used, so that another input would do. */
  private static boolean isOfInput(Exception failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof NoSuchFileException
        || failure instanceof AccessDeniedException;
  }

  /** Only messages of exceptions meant for users stand alone; others say what they are. */
  private static String message(Throwable failure) {
    String message = failure.getMessage();
    boolean clear =
        failure instanceof IllegalArgumentException
            || failure instanceof ParameterException
            || failure instanceof NonFiniteLossException;
    if (message != null && clear) {
      return message;
    }
    if (failure instanceof FileSystemException e) {
      return message(e);
    }
    String kind = failure.getClass().getSimpleName();
    String said = message == null ? kind : kind + ": " + message;
    return failure instanceof Error error ? said + advice(error) : said;
  }

  /** Many have no message but the file. */
  private static String message(FileSystemException failure) {
    if (failure.getReason() != null || failure.getFile() == null) {
      return failure.getMessage();
    }
    String reason =
        failure instanceof NoSuchFileException
            ? "no such file or directory"
            : failure instanceof AccessDeniedException
                ? "permission denied"
                : words(failure.getClass().getSimpleName());
    return failure.getFile() + ": " + reason;
  }

  /** FileAlreadyExistsException: file already exists. */
  private static String words(String exception) {
    return Pattern.compile("(?=\\p{Lu})")
        .splitAsStream(exception.replaceFirst("Exception$", ""))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }

  /** What helps against failures of the machine rather than of the program. */
  private static String advice(Error failure) {
    if (failure instanceof OutOfMemoryError) {
      return "; make the task smaller, or give the JVM more, such as BERT4J_JAVA_OPTS=-Xmx8g";
    }
    if (failure instanceof InternalError) {
      return "; a file, perhaps of the token store, became shorter while it was read";
    }
    if (failure instanceof LinkageError) {
      return "; a library is missing or not for this machine";
    }
    return "";
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
