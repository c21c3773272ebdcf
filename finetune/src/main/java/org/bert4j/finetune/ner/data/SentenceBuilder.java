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

  /** Ends the sentence and begins the next one. */
  void end() {
    if (words.isEmpty()) {
      return;
    }
    int[] positions = lines.stream().mapToInt(Integer::intValue).toArray();
    SourcePosition position = SourcePosition.ofWords(source, positions);
    sentences.accept(new RawSentence(words, tags, position, Optional.empty()));
    words = new ArrayList<>();
    tags = new ArrayList<>();
    lines = new ArrayList<>();
  }
}
