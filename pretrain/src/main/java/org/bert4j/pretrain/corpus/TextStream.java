package org.bert4j.pretrain.corpus;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.bert4j.common.io.FileFailure;

/**
 * The bytes of a file of text, decompressed if it is compressed by gzip, in one part or in several.
 * Compressed data that are damaged or cut short are an {@link IllegalArgumentException}.
 */
final class TextStream extends FilterInputStream {
  static final String GZIP_ENDING = ".gz";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Counted counted;

  private TextStream(InputStream in, Path file, Counted counted) {
    super(in);
    this.file = file;
    this.counted = counted;
  }

  /** Opens a file. */
  static TextStream open(Path file) throws IOException {
    Counted counted = new Counted(Files.newInputStream(file));
    try {
      return new TextStream(content(file, counted), file, counted);
    } catch (IOException e) {
      counted.close();
      throw FileFailure.of(file, e);
    } catch (RuntimeException e) {
      counted.close();
      throw e;
    }
  }

  private static InputStream content(Path file, Counted counted) throws IOException {
    PushbackInputStream in = new PushbackInputStream(counted, 2);
    byte[] magic = in.readNBytes(2);
    in.unread(magic);
    boolean gzip = magic.length == 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    if (!gzip && isNamedGzip(file)) {
      throw new IllegalArgumentException(
          file + ": named .gz, but its content is not that of a gzip file; copy or rename it");
    }
    if (!gzip) {
      return in;
    }
    try {
      return new GzipCompressorInputStream(new BufferedInputStream(in, BUFFER_BYTES), true);
    } catch (IOException e) {
      throw damaged(file, e, counted);
    }
  }

  static boolean isNamedGzip(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(GZIP_ENDING);
  }

  /** How far reading has come in the file itself. */
  long bytesRead() {
    return counted.bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw damaged(file, e, counted);
    }
  }

  /** What to throw: an error of the disk is not one of the data. */
  private static IllegalArgumentException damaged(Path file, IOException e, Counted counted)
      throws IOException {
    if (counted.failed) {
      throw FileFailure.of(file, e);
    }
    String what =
        e instanceof EOFException
            ? "the compressed data end too early, the file was cut short"
            : "the compressed data are damaged (" + e.getMessage() + ")";
    return new IllegalArgumentException(file + ": " + what + "; copy it again or leave it out");
  }

  /** Counts what is read, and remembers whether reading failed. */
  private static final class Counted extends FilterInputStream {
    private long bytes;
    private boolean failed;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      try {
        int count = in.read(to, offset, length);
        bytes += Math.max(0, count);
        return count;
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }
  }
}
