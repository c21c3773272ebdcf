package org.bert4j.common.io;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of a text in UTF-8, whatever its file is: decompressed where it is compressed by gzip,
 * bzip2 or xz or is the only file of a zip archive, and transcoded from another encoding. A
 * byte-order mark decides on the encoding, else whoever opens it does. What is no text by its first
 * bytes, and compressed data that are damaged or cut short, are an {@link
 * IllegalArgumentException}. A text in UTF-8 is passed on as it is.
 */
public final class TextStream extends FilterInputStream {
  private static final int HEAD_BYTES = 1 << 12;

  private final String source;
  private final Counted counted;
  private final Compression compression;
  private final Charset encoding;

  private TextStream(Counted counted, String source, Charset encoding, InvalidUtf8 onInvalid)
      throws IOException {
    super(counted);
    this.source = source;
    this.counted = counted;
    byte[] head = head(in);
    compression = Compression.of(head).orElse(null);
    if (compression != null) {
      try {
        in = compression.open(in, source);
        head = head(in);
      } catch (IOException e) {
        throw damaged(e);
      }
    }
    GitLfs.refusePointer(head, source);
    ForeignFormat.refuseDocument(head, source);
    this.encoding = TextEncoding.of(head, encoding, source);
    if (!this.encoding.equals(StandardCharsets.UTF_8)) {
      in = new Transcoder(in, source, this.encoding, onInvalid);
    }
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param encoding of a text without byte-order mark; null for UTF-8
   * @param onInvalid what to do about bytes that are not of another encoding than UTF-8: refuse
   *     them, or make the line one that whoever reads it drops. Those that are not UTF-8 are passed
   *     on
   * @return its text in UTF-8
   * @throws IllegalArgumentException if it is damaged, no text, or certainly in another encoding
   * @throws IOException if it cannot be opened
   */
  public static TextStream open(Path file, Charset encoding, InvalidUtf8 onInvalid)
      throws IOException {
    TextStream stream = of(Files.newInputStream(file), file.toString(), encoding, onInvalid);
    Compression named = Compression.named(file).orElse(null);
    if (named != null && !stream.isCompressed()) {
      stream.close();
      throw new IllegalArgumentException(
          file
              + ": named "
              + named.ending()
              + ", but its content is not that of a "
              + named.title()
              + " file; copy or rename it");
    }
    return stream;
  }

  /**
   * Reads what need not be a file, such as standard input.
   *
   * @param in the bytes; closed with this, or if they cannot be read
   * @param source what they are, for error messages
   * @param encoding of a text without byte-order mark; null for UTF-8
   * @param onInvalid as in {@link #open}
   * @return the text in UTF-8
   * @throws IllegalArgumentException if it is damaged, no text, or certainly in another encoding
   * @throws IOException if reading fails
   */
  public static TextStream of(
      InputStream in, String source, Charset encoding, InvalidUtf8 onInvalid) throws IOException {
    try {
      return new TextStream(new Counted(in), source, encoding, onInvalid);
    } catch (IOException e) {
      in.close();
      throw FileFailure.of(source, e);
    } catch (RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * The ending that tells that a file is compressed.
   *
   * @param file a file
   * @return such as {@code .gz}, empty if its name has none that is read
   */
  public static String compressedEnding(Path file) {
    return Compression.named(file).map(Compression::ending).orElse("");
  }

  /** The first bytes of what is to be read, which are put back. */
  private byte[] head(InputStream from) throws IOException {
    PushbackInputStream content = new PushbackInputStream(from, HEAD_BYTES);
    byte[] head = content.readNBytes(HEAD_BYTES);
    content.unread(head);
    in = content;
    return head;
  }

  /**
   * How the file itself is encoded.
   *
   * @return UTF-8 or what was transcoded from
   */
  public Charset encoding() {
    return encoding;
  }

  /**
   * Whether the file itself is compressed.
   *
   * @return true if what is read was decompressed
   */
  public boolean isCompressed() {
    return compression != null;
  }

  /**
   * How far reading has come in the file itself.
   *
   * @return bytes
   */
  public long bytesRead() {
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
      int count = in.read(bytes, offset, length);
      if (count < 0 && compression != null) {
        counted.transferTo(OutputStream.nullOutputStream()); // what an archive has behind its files
      }
      return count;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * Reads the whole text.
   *
   * @return the text, line ends as they are, without a byte-order mark
   * @throws IllegalArgumentException if it is not UTF-8 or holds NUL bytes; the message names
   *     source and line
   * @throws IOException if reading fails
   */
  public String readText() throws IOException {
    return new LineDecoder(source, InvalidUtf8.FAIL).decodeLines(readAllBytes());
  }

  /** What to throw: an error of the disk is not one of the data. */
  private IllegalArgumentException damaged(IOException e) throws IOException {
    if (counted.failed || compression == null) {
      throw FileFailure.of(source, e);
    }
    // The latter is what bzip2's decompressor says.
    boolean cut = e instanceof EOFException || "Unexpected end of stream".equals(e.getMessage());
    String what =
        cut
            ? "the compressed data end too early, the file was cut short"
            : "the compressed data are damaged (" + e.getMessage() + ")";
    return new IllegalArgumentException(source + ": " + what + "; copy it again or leave it out");
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
