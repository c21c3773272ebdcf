package org.bert4j.common.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How a file is compressed, told by its first bytes. */
enum Compression {
  /** In one part or in several. */
  GZIP(
      ".gz",
      "\u001F\u008B",
      (in, source) ->
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get()),
  /** In one part or in several. */
  BZIP2(".bz2", "BZh", (in, source) -> new BZip2CompressorInputStream(in, true)),
  /** In one part or in several. */
  XZ(".xz", "\u00FD7zXZ\0", (in, source) -> new XZInputStream(in, Compression.MAX_XZ_KIB)),
  /** An archive of a single file. */
  ZIP(".zip", "PK\u0003\u0004", ZippedFile::new),
  /** An archive of no file. */
  EMPTY_ZIP(".zip", "PK\u0005\u0006", ZippedFile::new),
  /* What would need a native library or has no stream. */
  ZSTD(".zst", "\u0028\u00B5\u002F\u00FD", "zstd -d"),
  LZ4(".lz4", "\u0004\"M\u0018", "lz4 -d"),
  COMPRESS(".Z", "\u001F\u009D", "uncompress"),
  SEVEN_ZIP(".7z", "7z\u00BC\u00AF\u0027\u001C", "7z x"),
  RAR(".rar", "Rar!\u001A\u0007", "unrar x");

  private static final int BUFFER_BYTES = 1 << 16;

  /** Four times what files of {@code xz -9} take. */
  private static final int MAX_XZ_KIB = 1 << 18;

  private final String ending;
  private final byte[] magic;
  private final Opener opener;
  private final String command;

  private interface Opener {
    InputStream open(InputStream in, String source) throws IOException;
  }

  Compression(String ending, String magic, Opener opener) {
    this(ending, magic, opener, null);
  }

  /** One that is only told from text. */
  Compression(String ending, String magic, String command) {
    this(ending, magic, null, command);
  }

  Compression(String ending, String magic, Opener opener, String command) {
    this.ending = ending;
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    this.opener = opener;
    this.command = command;
  }

  /** The compression of a file that begins with some bytes. */
  static Optional<Compression> of(byte[] head) {
    return Arrays.stream(values()).filter(form -> form.begins(head)).findFirst();
  }

  /** The compression that is read and that a file's name tells. */
  static Optional<Compression> named(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(form -> form.opener != null && name.endsWith(form.ending))
        .findFirst();
  }

  private boolean begins(byte[] head) {
    return head.length >= magic.length
        && Arrays.equals(magic, Arrays.copyOf(head, magic.length))
        && (this != BZIP2 || head.length < 4 || head[3] >= '1' && head[3] <= '9');
  }

  String ending() {
    return ending;
  }

  /** What such a file is called. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The content of a compressed file; it is an error if it is compressed in another way. */
  InputStream open(InputStream in, String source) throws IOException {
    if (opener == null) {
      throw new IllegalArgumentException(
          source
              + ": compressed data ("
              + ending
              + ") that are not read, only .gz, .bz2, .xz and .zip are; decompress the file first: "
              + command);
    }
    return opener.open(new BufferedInputStream(in, BUFFER_BYTES), source);
  }

  /** The only file in an archive: of several it could not be said which are text. */
  private static final class ZippedFile extends InputStream {
    private final ZipInputStream zip;
    private final String source;
    private final String name;
    private boolean ended;

    ZippedFile(InputStream in, String source) throws IOException {
      this.zip = new ZipInputStream(in);
      this.source = source;
      ZipEntry entry = nextFile();
      if (entry == null) {
        throw new IllegalArgumentException(
            source + ": a zip archive without a file, or cut short; copy it again or leave it out");
      }
      name = entry.getName();
      if (name.equals("mimetype")
          || name.matches("META-INF/.*|_rels/.*|\\[Content_Types\\]\\.xml")) {
        throw new IllegalArgumentException(
            source + ": a document or a program in a zip archive, expected text; save its text");
      }
    }

    /** Passes over directories and what macOS adds to archives. */
    private ZipEntry nextFile() throws IOException {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null && (entry.isDirectory() || entry.getName().startsWith("__MACOSX/"))) {
        entry = zip.getNextEntry();
      }
      return entry;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count = ended ? -1 : zip.read(to, offset, length);
      if (count < 0 && !ended) {
        ended = true;
        ZipEntry another = nextFile();
        if (another != null) {
          throw new IllegalArgumentException(
              source
                  + ": a zip archive of several files, such as "
                  + name
                  + " and "
                  + another.getName()
                  + ", expected one; unpack it and name the files or their directory");
        }
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
