package org.bert4j.finetune.ner.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects the words of a sentence that come one by one. */
final class SentenceBuilder {
  private final String source;
  private final Consumer<RawSentence> sentences;
  private List<String> words = new ArrayList<>();
  private List<String> tags = new ArrayList<>();
  private List<Integer> lines = new ArrayList<>();
  private boolean damaged;

  /**
   * Begins the first sentence.
   *
   * @param source the file
   * @param sentences hears every sentence that has words
   */
  SentenceBuilder(String source, Consumer<RawSentence> sentences) {
    this.source = source;
    this.sentences = sentences;
  }

  /** Adds a word; its tag is null where tags are not read. */
  void add(String word, String tag, long line) {
    words.add(word);
    if (tag != null) {
      tags.add(tag);
    }
    lines.add((int) line);
  }

  /** Whether the sentence has no words yet. */
  boolean isEmpty() {
    return words.isEmpty();
  }

  /** A line of the sentence could not be read: the whole of it is left out. */
  void damage() {
    damaged = true;
  }

  /** Adds a sentence without words, in the place of one that is left out. */
  void addEmpty(long line) {
    sentences.accept(
        new RawSentence(
            List.of(), List.of(), SourcePosition.ofLine(source, line), Optional.empty()));
  }

  /** Ends the sentence and begins the next one; false if it was left out. */
  boolean end() {
    boolean whole = !damaged;
    if (whole && !words.isEmpty()) {
      accept();
    }
    words = new ArrayList<>();
    tags = new ArrayList<>();
    lines = new ArrayList<>();
    damaged = false;
    return whole;
  }

  private void accept() {
    int[] positions = lines.stream().mapToInt(Integer::intValue).toArray();
    SourcePosition position = SourcePosition.ofWords(source, positions);
    sentences.accept(new RawSentence(words, tags, position, Optional.empty()));
  }
}
