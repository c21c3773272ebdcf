package org.bert4j.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;

/**
 * Checks the character map of a SentencePiece normalizer, which the native library follows without
 * looking. It is, in base64, the size of a trie in bytes (32 bits, little-endian), the trie, and
 * texts in UTF-8, each ended by a zero byte. The trie is a double array of 32-bit units as
 * darts-clone writes it:
 *
 * <pre>
 * bits 0-7 label, bit 8 has a leaf, bit 9 whether the offset is multiplied by 256, bits 10-30 offset
 * bit 31 set: a leaf, bits 0-30 are the place of its text
 * </pre>
 *
 * From unit {@code i} the byte {@code c} leads to unit {@code i ^ offset ^ c}, the leaf is at
 * {@code i ^ offset}.
 */
final class PrecompiledCharsmap {

  /** The longest text that stands for one character, in bytes; Unicode's longest has 33. */
  private static final int MAX_TEXT = 64;

  private static final int MAX_CHARACTERS = 16 << 20;

  private final JsonPlace charsmap;
  private final IntBuffer trie;
  private final ByteBuffer texts;

  private PrecompiledCharsmap(JsonPlace charsmap) {
    this.charsmap = charsmap;
    ByteBuffer map = ByteBuffer.wrap(decode(charsmap)).order(ByteOrder.LITTLE_ENDIAN);
    long size = map.remaining() < 4 ? -1 : Integer.toUnsignedLong(map.getInt());
    if (size <= 0 || size % 4 != 0 || size > map.remaining()) {
      throw refused("the size of its trie is wrong");
    }
    trie = map.slice(4, (int) size).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    texts = map.slice(4 + (int) size, map.limit() - 4 - (int) size);
  }

  /**
   * Follows every key.
   *
   * @return how many times as long a text may become, in bytes
   * @throws IllegalArgumentException if a lookup could leave the map or cut a character
   */
  static double growth(JsonPlace charsmap) {
    PrecompiledCharsmap map = new PrecompiledCharsmap(charsmap);
    map.requireTexts();
    return map.followKeys();
  }

  private static byte[] decode(JsonPlace charsmap) {
    try {
      return Base64.getDecoder().decode(charsmap.text(1, MAX_CHARACTERS));
    } catch (IllegalArgumentException e) {
      throw refused(charsmap, "it is not base64");
    }
  }

  private void requireTexts() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(texts.duplicate());
    } catch (CharacterCodingException e) {
      throw refused("its texts are not UTF-8");
    }
    int start = 0;
    for (int i = 0; i < texts.limit(); i++) {
      if (texts.get(i) == 0) {
        start = i + 1;
      } else if (i - start >= MAX_TEXT || i == texts.limit() - 1) {
        throw refused("a text of it does not end within " + MAX_TEXT + " bytes");
      }
    }
  }

  /** Looks at every unit that a key can reach, the shortest keys first. */
  private double followKeys() {
    double growth = 1;
    BitSet reached = new BitSet();
    BitSet units = BitSet.valueOf(new long[] {1});
    for (int keyBytes = 1; !units.isEmpty(); keyBytes++) {
      BitSet longer = new BitSet();
      for (int unit = units.nextSetBit(0); unit >= 0; unit = units.nextSetBit(unit + 1)) {
        int next = next(unit);
        for (int c = 1; c <= 0xFF; c++) {
          int child = next ^ c;
          if ((trie.get(child) & (1 << 31 | 0xFF)) == c && !reached.get(child)) {
            reached.set(child);
            longer.set(child);
            growth = Math.max(growth, (double) textBytes(child) / keyBytes);
          }
        }
      }
      units = longer;
    }
    return growth;
  }

  /** Where the bytes that follow a unit are counted from. */
  private int next(int unit) {
    int value = trie.get(unit);
    int next = unit ^ (value >>> 10) << ((value & 1 << 9) >>> 6);
    if (next < 0 || (next | 0xFF) >= trie.limit()) {
      throw refused("unit " + unit + " of its trie leads out of it");
    }
    return next;
  }

  /** The length of the text that stands for the key that ends with a unit, 0 if none does. */
  private int textBytes(int unit) {
    int next = next(unit);
    if ((trie.get(unit) & 1 << 8) == 0) {
      return 0;
    }
    int start = trie.get(next) & Integer.MAX_VALUE;
    if (start >= texts.limit() || (texts.get(start) & 0xC0) == 0x80) {
      throw refused("unit " + unit + " of its trie leads to no text");
    }
    int end = start;
    while (texts.get(end) != 0) {
      end++;
    }
    return end - start;
  }

  private IllegalArgumentException refused(String reason) {
    return refused(charsmap, reason);
  }

  private static IllegalArgumentException refused(JsonPlace charsmap, String reason) {
    return charsmap.refused("a character map of SentencePiece; " + reason);
  }
}
