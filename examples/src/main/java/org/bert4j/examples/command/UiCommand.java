package org.bert4j.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.bert4j.examples.ui.TrainingPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bert4j ui}: shows recordings of runs in a browser. */
@Command(
    name = "ui",
    sortOptions = false,
    description =
        "Show runs that were recorded by --ui in Deeplearning4j's training user interface, to browsers "
            + "on this machine, until it is stopped.",
    footer = {"", "Examples:", "  bert4j ui runs", "  bert4j ui runs/pretrain-1 --port 9001"})
public final class UiCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "Directories of runs, or directories of such directories.")
  private List<Path> directories;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the pages, 0 for any that is free. Default: 9000.")
  private int port = UiOptions.PORT;

  /** Makes the command. */
  public UiCommand() {}

  @Override
  public Integer call() throws Exception {
    List<Path> recordings = new ArrayList<>();
    for (Path directory : directories) {
      recordings.addAll(recordings(directory));
    }
    PrintWriter out = spec.commandLine().getOut();
    try (TrainingPages pages = TrainingPages.open(port)) {
      for (Path recording : recordings) {
        pages.show(recording);
        out.printf(Locale.ROOT, "recording: %s%n", recording);
      }
      out.printf(Locale.ROOT, "training user interface: %s%nCtrl-C ends it%n", pages.address());
      out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private static List<Path> recordings(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(directory + ": no such directory");
    }
    try (Stream<Path> files = Files.walk(directory, 2)) {
      List<Path> found = files.filter(UiCommand::isRecording).sorted().toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: no recording (%s*%s), expected a run that was started with --ui",
                directory,
                TrainingPages.FILE_PREFIX,
                TrainingPages.FILE_SUFFIX));
      }
      return found;
    }
  }

  private static boolean isRecording(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(TrainingPages.FILE_PREFIX) && name.endsWith(TrainingPages.FILE_SUFFIX);
  }
}
