package org.bert4j.tokenizer.training;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.FileFailure;

/**
 * Sorted words in a temporary file. The file has no name any more where the system allows that, and
 * is gone when it is closed or the process ends, however it ends.
 *
 * <p>A word is the length of its UTF-8, the bytes, and its count, both numbers seven bits a byte,
 * the lowest first, the eighth bit set in all bytes but the last.
 */
final class RunFile implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  /** Nine bytes for a count, three for a length. */
  private static final int MAX_NUMBER_BYTES = 12;

  private final Path file;
  private final FileChannel channel;
  private final long end;

  private RunFile(Path file, FileChannel channel, long end) {
    this.file = file;
    this.channel = channel;
    this.end = end;
  }

  /**
   * Writes all words of a source.
   *
   * @throws IOException if the folder for temporary files cannot take them
   */
  static RunFile write(WordEntry.Source words) throws IOException {
    Path file = Files.createTempFile("bert4j-words-", null);
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      WordEntry entry = new WordEntry();
      while (words.read(entry)) {
        if (buffer.remaining() < entry.length() + MAX_NUMBER_BYTES) {
          flush(buffer, channel);
        }
        putNumber(buffer, entry.length());
        buffer.put(entry.bytes(), 0, entry.length());
        putNumber(buffer, entry.count());
      }
      flush(buffer, channel);
      return new RunFile(file, channel, channel.position());
    } catch (IOException e) {
      channel.close();
      throw FileFailure.of(file, e);
    } catch (RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** The words from the first on; several readers may be under way. */
  WordEntry.Source read() {
    return new Reader();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void flush(ByteBuffer buffer, FileChannel channel) throws IOException {
    AtomicFile.writeFully(channel, buffer.flip());
    buffer.clear();
  }

  private static void putNumber(ByteBuffer buffer, long number) {
    long rest = number;
    while (rest > 0x7F) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  private final class Reader implements WordEntry.Source {
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long position;

    @Override
    public boolean read(WordEntry entry) throws IOException {
      if (position == end && !buffer.hasRemaining()) {
        return false;
      }
      require(MAX_NUMBER_BYTES);
      int length = (int) number();
      require(length + MAX_NUMBER_BYTES);
      entry.set(buffer.array(), buffer.position(), length);
      buffer.position(buffer.position() + length);
      entry.setCount(number());
      return true;
    }

    /** Has at least so many bytes in the buffer, fewer only at the end of the file. */
    private void require(int bytes) throws IOException {
      if (buffer.remaining() >= bytes || position == end) {
        return;
      }
      buffer.compact();
      while (buffer.hasRemaining() && position < end) {
        position += read();
      }
      buffer.flip();
    }

    private int read() throws IOException {
      try {
        int count = channel.read(buffer, position);
        if (count < 0) {
          throw new EOFException("a temporary file of counted words has been cut short");
        }
        return count;
      } catch (IOException e) {
        throw FileFailure.of(file, e);
      }
    }

    private long number() {
      long number = 0;
      for (int shift = 0; ; shift += 7) {
        byte b = buffer.get();
        number |= (b & 0x7FL) << shift;
        if (b >= 0) {
          return number;
        }
      }
    }
  }
}
