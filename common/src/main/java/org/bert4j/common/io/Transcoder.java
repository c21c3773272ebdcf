package org.bert4j.common.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Text of another encoding, as UTF-8. */
final class Transcoder extends InputStream {
  /** A byte that UTF-8 never has: whoever drops lines that are not UTF-8 drops those with it. */
  private static final char INVALID = 0xFF;

  private final InputStream in;
  private final String source;
  private final InvalidUtf8 onInvalid;
  private final Charset encoding;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
  private final CharBuffer chars = CharBuffer.allocate(1 << 15);
  private ByteBuffer utf8 = ByteBuffer.allocate(0);
  private boolean invalid;
  private boolean inputEnded;
  private boolean ended;
  private long lines;

  Transcoder(InputStream in, String source, Charset encoding, InvalidUtf8 onInvalid) {
    this.in = in;
    this.source = source;
    this.encoding = encoding;
    this.onInvalid = onInvalid;
    this.decoder =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    while (!utf8.hasRemaining()) {
      if (invalid) {
        invalid = false;
        to[offset] = (byte) INVALID;
        return 1;
      }
      if (ended) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, utf8.remaining());
    utf8.get(to, offset, count);
    return count;
  }

  private void decode() throws IOException {
    chars.clear();
    CoderResult result = decoder.decode(bytes, chars, inputEnded);
    if (result.isUnderflow() && inputEnded) {
      decoder.flush(chars);
      ended = true;
    } else if (result.isUnderflow()) {
      fill();
    }
    chars.flip();
    for (int i = 0; i < chars.length(); i++) {
      lines += chars.charAt(i) == '\n' ? 1 : 0;
    }
    utf8 = StandardCharsets.UTF_8.encode(chars);
    if (result.isError()) {
      refuse(bytes.get(bytes.position()));
      bytes.position(bytes.position() + result.length());
      invalid = true;
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    inputEnded = count < 0;
    bytes.position(bytes.position() + Math.max(0, count)).flip();
  }

  private void refuse(byte first) {
    if (onInvalid == InvalidUtf8.FAIL) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s:%d: not %s: byte 0x%02X; name its encoding with --encoding, or drop such lines with"
                  + " --on-invalid-utf8 skip",
              source,
              lines + 1,
              encoding.name(),
              first));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
