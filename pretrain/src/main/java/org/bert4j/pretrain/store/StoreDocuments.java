package org.bert4j.pretrain.store;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Documents in the files of a store, by their index there. Checksums tell that the files are as
 * they were written, not by whom: a document's numbers are checked when it is first asked for, and
 * ids when they are copied. Safe for many threads.
 */
final class StoreDocuments {
  private final StoreNumbers numbers;
  private final Path file;
  private final int vocabularySize;
  private final long sentences;
  private final long tokens;

  /** Threads may check a document twice: a stale false costs time only. */
  private final boolean[] checked;

  /** Documents with these numbers of sentences and tokens; the file is for error messages. */
  StoreDocuments(
      StoreNumbers numbers, Path file, StoreManifest manifest, int documents, long[] totals) {
    this.numbers = numbers;
    this.file = file;
    vocabularySize = manifest.vocabularySize();
    sentences = totals[0];
    tokens = totals[1];
    checked = new boolean[documents];
  }

  /** Number of sentences of a document. */
  int sentences(int document) {
    check(document);
    return (int) (numbers.firstSentence(document + 1) - numbers.firstSentence(document));
  }

  /** Number of tokens of a document. */
  int tokens(int document) {
    check(document);
    return (int) (numbers.firstToken(document + 1) - numbers.firstToken(document));
  }

  /** Tokens before a sentence, counted from the document's start. */
  int sentenceStart(int document, int sentence) {
    check(document);
    return sentence == 0 ? 0 : numbers.sentenceEnd(numbers.firstSentence(document) + sentence - 1);
  }

  /** Copies the token ids of a range within a document, which has been checked, to a target. */
  void copyTokens(int document, int from, int[] target, int at, int count) {
    check(document);
    numbers.copyTokens(numbers.firstToken(document) + from, target, at, count);
    for (int i = at; i < at + count; i++) {
      if (target[i] < 0 || target[i] >= vocabularySize) {
        throw wrong(document, "the token id " + Integer.toUnsignedString(target[i]));
      }
    }
  }

  private void check(int document) {
    if (!checked[document]) {
      checkDocument(document);
      checked[document] = true;
    }
  }

  private void checkDocument(int document) {
    long first = numbers.firstSentence(document);
    long last = numbers.firstSentence(document + 1);
    long token = numbers.firstToken(document);
    long length = numbers.firstToken(document + 1) - token;
    if (first < 0 || first >= last || last > sentences) {
      throw wrong(document, String.format(Locale.ROOT, "sentences %d to %d", first, last - 1));
    }
    if (token < 0 || length < 1 || length > Integer.MAX_VALUE || token > tokens - length) {
      throw wrong(
          document, String.format(Locale.ROOT, "tokens %d to %d", token, token + length - 1));
    }
    int before = 0;
    for (long i = first; i < last; i++) {
      int end = numbers.sentenceEnd(i);
      if (end <= before || end > length || i == last - 1 && end < length) {
        throw wrong(
            document,
            String.format(
                Locale.ROOT, "a sentence from token %d to %d of %d", before, end - 1, length));
      }
      before = end;
    }
  }

  private IllegalArgumentException wrong(int document, String found) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: document %d has %s, expected some of %d sentences, %d tokens and %d word pieces; prepare the store again",
            file,
            document,
            found,
            sentences,
            tokens,
            vocabularySize));
  }
}
