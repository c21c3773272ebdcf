package org.bert4j.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

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

  private PrecompiledCharsmap() {}

  /**
   * Follows every unit.
   *
   * @throws IllegalArgumentException if a lookup could leave the map or cut a character
   */
  static void check(JsonPlace charsmap) {
    byte[] bytes = decode(charsmap);
    ByteBuffer map = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long size = map.remaining() < 4 ? -1 : Integer.toUnsignedLong(map.getInt());
    if (size <= 0 || size % 4 != 0 || size > map.remaining()) {
      throw refused(charsmap, "the size of its trie is wrong");
    }
    IntBuffer trie = map.slice(4, (int) size).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    ByteBuffer texts = map.slice(4 + (int) size, bytes.length - 4 - (int) size);
    requireTexts(charsmap, texts);
    for (int i = 0; i < trie.limit(); i++) {
      int unit = trie.get(i);
      if (unit < 0 && i > 0) {
        continue;
      }
      int offset = (unit >>> 10) << ((unit & 1 << 9) >>> 6);
      int next = i ^ offset;
      if (next < 0 || (next | 0xFF) >= trie.limit()) {
        throw refused(charsmap, "unit " + i + " of its trie leads out of it");
      }
      boolean hasLeaf = (unit & 1 << 8) != 0;
      if (hasLeaf && !startsText(texts, trie.get(next) & Integer.MAX_VALUE)) {
        throw refused(charsmap, "unit " + i + " of its trie leads to no text");
      }
    }
  }

  private static byte[] decode(JsonPlace charsmap) {
    try {
      return Base64.getDecoder().decode(charsmap.text(1, MAX_CHARACTERS));
    } catch (IllegalArgumentException e) {
      throw refused(charsmap, "it is not base64");
    }
  }

  private static void requireTexts(JsonPlace charsmap, ByteBuffer texts) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(texts.duplicate());
    } catch (CharacterCodingException e) {
      throw refused(charsmap, "its texts are not UTF-8");
    }
    int start = 0;
    for (int i = 0; i < texts.limit(); i++) {
      if (texts.get(i) == 0) {
        start = i + 1;
      } else if (i - start >= MAX_TEXT || i == texts.limit() - 1) {
        throw refused(charsmap, "a text of it does not end within " + MAX_TEXT + " bytes");
      }
    }
  }

  /** Whether a character begins there. */
  private static boolean startsText(ByteBuffer texts, int place) {
    return place < texts.limit() && (texts.get(place) & 0xC0) != 0x80;
  }

  private static IllegalArgumentException refused(JsonPlace charsmap, String reason) {
    return charsmap.refused("a character map of SentencePiece; " + reason);
  }
}
