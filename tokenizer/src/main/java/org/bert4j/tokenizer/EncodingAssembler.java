package org.bert4j.tokenizer;

import java.util.Arrays;

/** Puts [CLS] and [SEP] around the pieces of one or two texts. */
final class EncodingAssembler {

  private final int[] ids;
  private final int[] typeIds;
  private final int[] specialTokensMask;
  private final int[] wordIds;
  private final int[] starts;
  private final int[] ends;
  private int size;

  private EncodingAssembler(int length) {
    ids = new int[length];
    typeIds = new int[length];
    specialTokensMask = new int[length];
    wordIds = new int[length];
    starts = new int[length];
    ends = new int[length];
  }

  /**
   * @param pair null for a single text
   * @throws IllegalArgumentException if the texts cannot be cut to the options' length
   */
  static Encoding assemble(Vocabulary vocabulary, Pieces text, Pieces pair, EncodeOptions options) {
    int specials = pair == null ? 2 : 3;
    Pieces second = pair == null ? Pieces.NONE : pair;
    int[] keep =
        options.truncation().keep(text.length(), second.length(), options.maxLength() - specials);
    EncodingAssembler result = new EncodingAssembler(keep[0] + keep[1] + specials);
    int sep = vocabulary.specialId(Vocabulary.SEP);
    result.addSpecial(vocabulary.specialId(Vocabulary.CLS), 0);
    result.addPieces(text, keep[0], 0);
    result.addSpecial(sep, 0);
    if (pair != null) {
      result.addPieces(second, keep[1], 1);
      result.addSpecial(sep, 1);
    }
    return new Encoding(
        result.ids,
        result.typeIds,
        result.specialTokensMask,
        result.wordIds,
        result.starts,
        result.ends);
  }

  private void addSpecial(int id, int typeId) {
    ids[size] = id;
    typeIds[size] = typeId;
    specialTokensMask[size] = 1;
    wordIds[size] = -1;
    starts[size] = -1;
    ends[size] = -1;
    size++;
  }

  private void addPieces(Pieces pieces, int count, int typeId) {
    System.arraycopy(pieces.ids(), 0, ids, size, count);
    System.arraycopy(pieces.wordIds(), 0, wordIds, size, count);
    System.arraycopy(pieces.starts(), 0, starts, size, count);
    System.arraycopy(pieces.ends(), 0, ends, size, count);
    Arrays.fill(typeIds, size, size + count, typeId);
    size += count;
  }
}
