package org.bert4j.pretrain;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusReader;
import org.bert4j.pretrain.corpus.Document;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.training.VocabularyTooSmallException;
import org.bert4j.tokenizer.training.WordPieceTrainer;
import org.bert4j.tokenizer.training.WordPieceTraining;
import org.bert4j.tokenizer.training.WordStatistics;

/** Learns a WordPiece vocabulary from a corpus. */
public final class CorpusVocabulary {
  private static final int BATCH_SENTENCES = 4096;

  private CorpusVocabulary() {}

  /**
   * Reads a corpus once and learns its vocabulary.
   *
   * @param corpus the text
   * @param training how to learn
   * @param listener hears what is found and which form each file is read in
   * @param counted hears, once the corpus has been read, what pieces are learned from
   * @return a tokenizer with the vocabulary, to be closed by the caller
   * @throws IllegalArgumentException if the corpus is empty or not UTF-8, or the vocabulary cannot
   *     hold its characters
   * @throws java.io.UncheckedIOException if reading fails, or the folder for temporary files cannot
   *     take the words
   */
  public static BertTokenizer train(
      Corpus corpus,
      WordPieceTraining training,
      CorpusListener listener,
      Consumer<WordStatistics> counted) {
    try (CorpusReader documents = corpus.read(listener)) {
      return new WordPieceTrainer(training).train(() -> new Batches(documents), counted);
    } catch (VocabularyTooSmallException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "vocabulary size %d is smaller than the %d special tokens and characters of the corpus;"
                  + " give --vocab-size %d or more",
              training.vocabularySize(),
              e.needed(),
              e.needed()),
          e);
    }
  }

  /** The sentences of whole documents, about {@link #BATCH_SENTENCES} at a time. */
  private record Batches(Iterator<Document> documents) implements Iterator<List<String>> {
    @Override
    public boolean hasNext() {
      return documents.hasNext();
    }

    @Override
    public List<String> next() {
      List<String> sentences = new ArrayList<>(documents.next().sentences());
      while (sentences.size() < BATCH_SENTENCES && documents.hasNext()) {
        sentences.addAll(documents.next().sentences());
      }
      return sentences;
    }
  }
}
