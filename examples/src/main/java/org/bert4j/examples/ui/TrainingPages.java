package org.bert4j.examples.ui;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.bert4j.common.train.StepListener;

/**
 * Deeplearning4j's training user interface: pages with score, learning rate, parameters, updates
 * and memory of runs, served to this machine only. What implements it is not on the class path
 * unless asked for, as it brings a web server.
 */
public interface TrainingPages extends AutoCloseable {
  /** Begins of the names of files that recordings are kept in, in the directory of their run. */
  String FILE_PREFIX = "training-ui-";

  /** End of the names of files that recordings are kept in. */
  String FILE_SUFFIX = ".db";

  /** Makes the pages. */
  interface Provider {
    /**
     * Begins to serve pages on the loopback interface.
     *
     * @param port to serve them on, 0 for any
     * @return the pages, to be closed by the caller
     * @throws IOException if the port cannot be listened on
     */
    TrainingPages serve(int port) throws IOException;
  }

  /**
   * Begins to serve pages on the loopback interface.
   *
   * @param port to serve them on, 0 for any
   * @return the pages, to be closed by the caller
   * @throws IllegalArgumentException if the user interface is not on the class path
   * @throws IOException if the port cannot be listened on
   */
  static TrainingPages open(int port) throws IOException {
    return ServiceLoader.load(Provider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the training user interface is not on the class path; start with the launcher"
                        + " ./bert4j, which builds it when asked, or build with mvn -Pui package"))
        .serve(port);
  }

  /**
   * Where the pages are.
   *
   * @return an address for a browser on this machine
   */
  String address();

  /**
   * Records a run, and shows it while it goes on. The file is written from when the model is ready.
   *
   * @param directory of the run, which receives the file and gives the recording its name
   * @return hears the run's steps
   */
  StepListener record(Path directory);

  /**
   * Shows a recording.
   *
   * @param file as {@link #record} wrote it
   * @throws IOException if it cannot be read
   */
  void show(Path file) throws IOException;

  @Override
  void close() throws IOException;
}
