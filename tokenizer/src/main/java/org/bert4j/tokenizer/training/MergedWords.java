package org.bert4j.tokenizer.training;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Several sorted sources as one, each word once, with the sum of its counts. */
final class MergedWords implements WordEntry.Source {

  /** A source and its next word. */
  private record Head(WordEntry entry, WordEntry.Source source) {}

  private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::entry));

  MergedWords(List<WordEntry.Source> sources) throws IOException {
    for (WordEntry.Source source : sources) {
      advance(new Head(new WordEntry(), source));
    }
  }

  @Override
  public boolean read(WordEntry entry) throws IOException {
    Head first = heads.poll();
    if (first == null) {
      return false;
    }
    entry.swap(first.entry());
    advance(first);
    long count = entry.count();
    while (!heads.isEmpty() && heads.peek().entry().equals(entry)) {
      Head same = heads.poll();
      count += same.entry().count();
      advance(same);
    }
    entry.setCount(count);
    return true;
  }

  private void advance(Head head) throws IOException {
    if (head.source().read(head.entry())) {
      heads.add(head);
    }
  }
}
