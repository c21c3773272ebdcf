package org.bert4j.tokenizer.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bert4j.tokenizer.Vocabulary;
import org.bert4j.tokenizer.WordSpeller;

/**
 * Spells counted chunks out as words, for several threads at once. An ASCII chunk is a word
 * already, but for its case. Of the others most are rare, so many have the same count; those of a
 * batch are spelled as one text, because a call of the native library costs as much as several
 * words.
 */
final class ChunkSpelling {

  /** Texts of more than some ten thousand characters take the native library longer a character. */
  private static final int BATCH = 1024;

  private final WordEntry.Source chunks;
  private final WordSpeller speller;
  private final boolean lowerCase;
  private boolean ended;

  ChunkSpelling(WordEntry.Source chunks, WordSpeller speller, boolean lowerCase) {
    this.chunks = chunks;
    this.speller = speller;
    this.lowerCase = lowerCase;
  }

  /** Passes on words of chunks that no other thread has got, until there are none. */
  void forEachWord(Consumer<WordEntry> words) throws IOException {
    List<WordEntry> batch = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      batch.add(new WordEntry());
    }
    Map<Long, StringBuilder> texts = new HashMap<>();
    for (int size = next(batch); size > 0; size = next(batch)) {
      for (WordEntry chunk : batch.subList(0, size)) {
        if (!chunk.isAscii()) {
          StringBuilder text = texts.computeIfAbsent(chunk.count(), c -> new StringBuilder());
          text.append(chunk.text()).append(' ');
        } else if (chunk.length() <= Vocabulary.MAX_CHARS_PER_WORD) {
          if (lowerCase) {
            chunk.lowerCaseAscii();
          }
          words.accept(chunk);
        }
      }
      texts.forEach((count, text) -> spell(text.toString(), count, words));
      texts.clear();
    }
  }

  /** Fills a batch; nothing is read after reading has failed, so that the first failure is told. */
  private synchronized int next(List<WordEntry> batch) throws IOException {
    int size = 0;
    while (size < batch.size() && !ended && !Thread.currentThread().isInterrupted()) {
      ended = true; // unless what follows goes well
      ended = !chunks.read(batch.get(size));
      size += ended ? 0 : 1;
    }
    return size;
  }

  private void spell(String text, long count, Consumer<WordEntry> words) {
    WordEntry entry = new WordEntry();
    entry.setCount(count);
    speller.forEachWord(
        text,
        word -> {
          entry.set(word, 0, word.length());
          words.accept(entry);
        });
  }
}
