package org.bert4j.common.io;

import java.io.IOException;
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
    String message = failure.getMessage();
    if (failure instanceof FileSystemException || message != null && message.contains(file + ":")) {
      return failure;
    }
    String reason = message == null ? failure.getClass().getSimpleName() : message;
    FileSystemException named = new FileSystemException(file.toString(), null, reason);
    named.initCause(failure);
    return named;
  }
}
