package org.bert4j.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns a WordPiece vocabulary as HuggingFace's trainer does: starting from characters ({@code
 * ##c} inside a word), the most frequent pair of neighbouring pieces becomes a new piece, until the
 * vocabulary is full or no pair occurs {@link WordPieceTraining#minFrequency} times.
 *
 * <p>Ids: the special tokens ([PAD] is 0), then the characters by code point, then the characters
 * that continue words by code point, then the merged pieces in the order they were made. Of pairs
 * that are equally frequent the one with the smaller left id is merged first, then the one with the
 * smaller right id. The vocabulary is thus a function of the corpus's text alone.
 *
 * <p>Two differences from HuggingFace's trainer: the characters are limited by coverage and not by
 * number, and a word with a character outside of them teaches nothing, as it will be [UNK] whole.
 */
public final class WordPieceTrainer {

  private static final Logger LOG = LoggerFactory.getLogger(WordPieceTrainer.class);

  private final WordPieceTraining training;

  /**
   * A trainer with these settings.
   *
   * @param training the settings
   */
  public WordPieceTrainer(WordPieceTraining training) {
    this.training = training;
  }

  /**
   * Learns a vocabulary from texts. The distinct words of the corpus are kept in memory.
   *
   * @param batches the texts, any number in a batch; iterated once, by one thread at a time, but
   *     not always the same. Special tokens in them are ordinary characters
   * @return a tokenizer with the vocabulary, to be saved and closed by the caller
   * @throws IllegalArgumentException if the texts contain no word or if the characters alone are
   *     more than the vocabulary may hold
   */
  public BertTokenizer train(Iterable<List<String>> batches) {
    List<WordCount> words = new WordCounter(training).count(batches);
    return BertTokenizer.of(tokens(words, training), training.normalization());
  }

  /** The vocabulary of counted words, in id order. */
  static List<String> tokens(List<WordCount> words, WordPieceTraining training) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "the corpus contains no word to learn a vocabulary from, expected text");
    }
    Alphabet alphabet = Alphabet.of(words, training.characterCoverage());
    List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL_TOKENS);
    tokens.addAll(alphabet.pieces());
    if (tokens.size() > training.vocabularySize()) {
      throw new IllegalArgumentException(
          "vocabulary size "
              + training.vocabularySize()
              + " is smaller than the "
              + tokens.size()
              + " special tokens and characters of the corpus: ask for at least "
              + tokens.size()
              + " or for less than a character coverage of "
              + training.characterCoverage());
    }
    PairMerger merger = new PairMerger(tokens);
    for (WordCount word : alphabet.spelled()) {
      merger.add(word);
    }
    merger.merge(training.vocabularySize(), training.minFrequency());
    LOG.info("{} distinct words, {} pieces", words.size(), tokens.size());
    return tokens;
  }
}
