package org.bert4j.examples.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Random damage to text: to its bytes, and to what means something in some format. */
final class Damage {
  private static final String[] PIECES = {
    "\"",
    "\"\"",
    "'",
    ",",
    ";",
    "\t",
    "\n",
    "\n\n",
    "\r",
    "{",
    "}",
    "[",
    "]",
    ":",
    "\\",
    "\\u",
    "null",
    "-1",
    "1e999",
    "99999999999999999999",
    "0.5",
    "true",
    "O",
    "B-",
    "I-X",
    "\u0000",
    "\ufeff",
    "\ud83d\ude00",
    " ",
    "|",
    "#",
    "<doc>",
    "</doc>",
    "-DOCSTART-",
    "__label__",
    "{}",
    "[]",
    "\"text\":",
    "=",
    "\u2028",
    "[[[[[[[[[["
  };

  private static final int DEEP = 20_000;

  private final SplittableRandom random;

  Damage(SplittableRandom random) {
    this.random = random;
  }

  /** A damaged copy. */
  byte[] done(byte[] whole) {
    byte[] bytes = whole;
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      bytes = once(bytes);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int to = at + random.nextInt(Math.min(40, bytes.length - at + 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    int end = at;
    switch (random.nextInt(8)) {
      case 0 -> { // another byte
        out.write(random.nextInt(256));
        end = Math.min(bytes.length, at + 1);
      }
      case 1 -> end = to; // less
      case 2 -> out.write(bytes, at, to - at); // the same again
      case 3 -> { // something from elsewhere
        int from = random.nextInt(bytes.length + 1);
        out.write(bytes, from, Math.min(to - at, bytes.length - from));
        end = to;
      }
      case 4 -> end = random.nextInt(6) == 0 ? bytes.length : to; // cut off
      case 5 -> { // very much of something
        byte[] piece = piece();
        int count = random.nextInt(8) == 0 ? DEEP : 30;
        for (int i = 0; i < count; i++) {
          out.writeBytes(piece);
        }
      }
      default -> out.writeBytes(piece());
    }
    out.write(bytes, end, bytes.length - end);
    return out.toByteArray();
  }

  private byte[] piece() {
    String piece = PIECES[random.nextInt(PIECES.length)];
    return random.nextInt(20) == 0
        ? Arrays.copyOf(piece.getBytes(StandardCharsets.UTF_16LE), 3)
        : piece.getBytes(StandardCharsets.UTF_8);
  }
}
