package org.bert4j.tokenizer;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Spells counted chunks out as words, for several threads at once. Most chunks are rare, so many
 * have the same count; those of a batch are spelled as one text, because a call of the native
 * library costs as much as several words.
 */
final class ChunkSpelling {

  /** Chunks in a batch; texts of more than some ten thousand characters take longer a character. */
  private static final int BATCH = 1024;

  private final WordEntry.Source chunks;
  private final WordSpeller speller;

  ChunkSpelling(WordEntry.Source chunks, WordSpeller speller) {
    this.chunks = chunks;
    this.speller = speller;
  }

  /** Passes on words of chunks that no other thread has got, until there are none. */
  void forEachWord(Consumer<WordEntry> words) throws IOException {
    WordEntry entry = new WordEntry();
    for (var texts = next(); !texts.isEmpty(); texts = next()) {
      for (var text : texts.entrySet()) {
        speller.forEachWord(
            text.getValue().toString(),
            word -> {
              entry.set(word, 0, word.length());
              entry.setCount(text.getKey());
              words.accept(entry);
            });
      }
    }
  }

  /** The next batch: for each count the chunks that have it, a blank behind each. */
  private synchronized Map<Long, StringBuilder> next() throws IOException {
    Map<Long, StringBuilder> texts = new HashMap<>();
    WordEntry chunk = new WordEntry();
    for (int i = 0; i < BATCH && !Thread.currentThread().isInterrupted(); i++) {
      if (!chunks.read(chunk)) {
        break;
      }
      texts
          .computeIfAbsent(chunk.count(), count -> new StringBuilder())
          .append(chunk.text())
          .append(' ');
    }
    return texts;
  }
}
