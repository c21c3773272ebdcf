package org.bert4j.finetune.ner.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts sentences into windows of whole words that overlap by a quarter.
 *
 * @param maxSeqLength the longest window in tokens, [CLS] and [SEP] included, at least 3
 * @param clsId id of [CLS]
 * @param sepId id of [SEP]
 */
public record WindowSplitter(int maxSeqLength, int clsId, int sepId) {
  private static final int OVERLAP_DIVISOR = 4;

  /** Words {@code [first, end)}. */
  private record Range(int first, int end) {}

  /**
   * Checks the length. {@inheritDoc}
   *
   * @throws IllegalArgumentException if a window has no room for a piece
   */
  public WindowSplitter {
    if (maxSeqLength < 3) {
      throw new IllegalArgumentException(
          "max_seq_length is " + maxSeqLength + ": expected at least 3, [CLS], a piece and [SEP]");
    }
  }

  /**
   * Splits a sentence. A word of more pieces than a window holds keeps the first of them.
   *
   * @param pieces the sentence
   * @return the windows in order; every word belongs to exactly one; none for no words
   */
  public List<TokenWindow> split(WordPieces pieces) {
    int words = pieces.words().size();
    // Pieces before each word, as far as they are used.
    int[] before = new int[words + 1];
    for (int word = 0; word < words; word++) {
      before[word + 1] = before[word] + Math.min(pieces.words().get(word).length, maxSeqLength - 2);
    }
    List<Range> ranges = ranges(before);
    List<TokenWindow> windows = new ArrayList<>();
    int ownedFrom = 0;
    for (int i = 0; i < ranges.size(); i++) {
      int ownedTo =
          i + 1 < ranges.size() ? border(ranges.get(i), ranges.get(i + 1), before) : words;
      windows.add(window(pieces, ranges.get(i), ownedFrom, ownedTo));
      ownedFrom = ownedTo;
    }
    return windows;
  }

  private List<Range> ranges(int[] before) {
    int room = maxSeqLength - 2;
    int words = before.length - 1;
    List<Range> ranges = new ArrayList<>();
    int first = 0;
    while (first < words) {
      int end = first + 1;
      while (end < words && before[end + 1] - before[first] <= room) {
        end++;
      }
      ranges.add(new Range(first, end));
      if (end == words) {
        break;
      }
      int next = first + 1;
      // The word behind this window must fit into the next one, or that would be no step forward.
      while (next < end
          && (before[end] - before[next] > room / OVERLAP_DIVISOR
              || before[end + 1] - before[next] > room)) {
        next++;
      }
      first = next;
    }
    return ranges;
  }

  /** The first word that has at least as much before it in {@code b} as behind it in {@code a}. */
  private static int border(Range a, Range b, int[] before) {
    int word = b.first();
    while (word < a.end()
        && before[word] - before[b.first()] < before[a.end()] - before[word + 1]) {
      word++;
    }
    return word;
  }

  private TokenWindow window(WordPieces pieces, Range range, int ownedFrom, int ownedTo) {
    int room = maxSeqLength - 2;
    int length = 2;
    for (int word = range.first(); word < range.end(); word++) {
      length += Math.min(pieces.words().get(word).length, room);
    }
    int[] ids = new int[length];
    int[] positions = new int[range.end() - range.first()];
    ids[0] = clsId;
    int position = 1;
    for (int word = range.first(); word < range.end(); word++) {
      int[] ofWord = pieces.words().get(word);
      int count = Math.min(ofWord.length, room);
      System.arraycopy(ofWord, 0, ids, position, count);
      positions[word - range.first()] = position;
      position += count;
    }
    ids[position] = sepId;
    return new TokenWindow(ids, positions, range.first(), ownedFrom, ownedTo);
  }
}
