package org.bert4j.common.io;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Says which file an operation failed on: reasons that the operating system gives while a file is
 * read or written, such as "No space left on device", do not.
 */
public final class FileFailure {
  private FileFailure() {}

  /**
   * Names the file.
   *
   * @param file the file
   * @param failure what failed on it
   * @return the same failure, or one whose message begins with the file and whose cause it is
   */
  public static IOException of(Path file, IOException failure) {
    return of(file.toString(), failure);
  }

  /**
   * Names what need not be a file.
   *
   * @param source a file or, for instance, standard input
   * @param failure what failed on it
   * @return the same failure, or one whose message begins with the source and whose cause it is
   */
  public static IOException of(String source, IOException failure) {
    String message = failure.getMessage();
    boolean named =
        failure instanceof FileSystemException || message != null && message.contains(source + ":");
    if (named || failure instanceof ClosedChannelException) { // the latter is of the thread
      return failure;
    }
    String reason = message == null ? failure.getClass().getSimpleName() : message;
    FileSystemException withSource = new FileSystemException(source, null, reason);
    withSource.initCause(failure);
    return withSource;
  }
}
