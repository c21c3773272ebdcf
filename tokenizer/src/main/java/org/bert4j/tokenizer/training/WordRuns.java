package org.bert4j.tokenizer.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Words counted by several threads in tables of limited size, exactly and whatever their number: a
 * full table becomes a sorted run on the disk, and runs are merged. What fits in the tables never
 * touches the disk.
 *
 * <p>Of runs of one size up to {@link #FAN_IN} are open, then they become one of the next size; so
 * a word is written once more for every factor of {@link #FAN_IN} in the number of runs.
 */
final class WordRuns implements Iterable<WordCount>, AutoCloseable {

  static final int FAN_IN = 32;

  /** Runs on the disk; a run of a level holds {@link #FAN_IN} of the level below. */
  private final List<List<RunFile>> levels = new ArrayList<>();

  private final List<WordTable> tables = new ArrayList<>();
  private boolean closed;

  /** Adds a word to a table, which is emptied onto the disk first if it is full. */
  void add(WordEntry word, WordTable table) throws IOException {
    if (!table.add(word)) {
      spill(table);
      if (!table.add(word)) {
        throw new IllegalStateException("a word of " + word.length() + " bytes in a table");
      }
    }
  }

  /** Takes over a thread's table after its last word. */
  synchronized void finish(WordTable table) {
    if (!table.isEmpty()) {
      table.sort();
      tables.add(table);
    }
  }

  /** Makes one run of them all, if there are runs; called between counting and reading. */
  synchronized void merge() throws IOException {
    if (levels.isEmpty()) {
      return;
    }
    List<RunFile> files = levels.stream().flatMap(List::stream).toList();
    RunFile all = RunFile.write(read());
    levels.clear();
    levels.add(new ArrayList<>(List.of(all)));
    tables.clear();
    closeAll(files);
  }

  /** All words, each once; any number of readers. */
  synchronized WordEntry.Source read() throws IOException {
    List<WordEntry.Source> sources = new ArrayList<>();
    levels.forEach(runs -> runs.forEach(run -> sources.add(run.read())));
    tables.forEach(table -> sources.add(table.read()));
    return sources.size() == 1 ? sources.get(0) : new MergedWords(sources);
  }

  /**
   * All words, each once.
   *
   * @throws UncheckedIOException while iterating, if the disk cannot be read
   */
  @Override
  public Iterator<WordCount> iterator() {
    try {
      return new WordIterator(read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether some of the words are on the disk. */
  synchronized boolean spilled() {
    return !levels.isEmpty();
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    tables.clear();
    for (List<RunFile> runs : levels) {
      closeAll(runs);
    }
    levels.clear();
  }

  private void spill(WordTable table) throws IOException {
    table.sort();
    RunFile run = RunFile.write(table.read());
    table.clear();
    insert(run, 0);
  }

  private synchronized void insert(RunFile run, int level) throws IOException {
    if (closed) { // another thread has failed
      run.close();
      return;
    }
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    List<RunFile> runs = levels.get(level);
    runs.add(run);
    if (runs.size() == FAN_IN) {
      RunFile merged = RunFile.write(new MergedWords(runs.stream().map(RunFile::read).toList()));
      closeAll(runs);
      runs.clear();
      insert(merged, level + 1);
    }
  }

  private static void closeAll(List<RunFile> runs) throws IOException {
    for (RunFile run : runs) {
      run.close();
    }
  }

  private static final class WordIterator implements Iterator<WordCount> {
    private final WordEntry.Source source;
    private final WordEntry entry = new WordEntry();
    private boolean hasNext;

    WordIterator(WordEntry.Source source) {
      this.source = source;
      advance();
    }

    @Override
    public boolean hasNext() {
      return hasNext;
    }

    @Override
    public WordCount next() {
      if (!hasNext) {
        throw new NoSuchElementException();
      }
      WordCount word = new WordCount(entry.text().codePoints().toArray(), entry.count());
      advance();
      return word;
    }

    private void advance() {
      try {
        hasNext = source.read(entry);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
