package org.bert4j.finetune.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bert4j.common.decoding.GenerationSettings;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.training.WordPieceTrainer;
import org.bert4j.tokenizer.training.WordPieceTraining;

/** Texts as the ids of a model that translates, and ids as text. */
final class TranslationText {
  /** Within numbers and times, where tokens have blanks between. */
  private static final Pattern WITHIN_NUMBERS = Pattern.compile("(?<=\\d)([:.]) (?=\\d)");

  private static final Pattern SEVERAL_DIGITS = Pattern.compile(".*\\d.*\\d.*");
  private static final int BATCH = 1000;

  private final BertTokenizer tokenizer;

  TranslationText(BertTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Learns a vocabulary of both sides in which every digit is a piece of its own, so that numbers
   * are spelled alike whatever their length.
   *
   * @param pairs the pairs
   * @param vocabularySize tokens wanted
   * @param report hears how many there are
   * @return the tokenizer, to be closed by the caller
   * @throws IllegalArgumentException if the texts have more characters than that
   */
  static BertTokenizer learn(
      List<TranslationPair> pairs, int vocabularySize, Consumer<String> report) {
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < pairs.size(); from += BATCH) {
      List<String> batch = new ArrayList<>();
      for (TranslationPair pair : pairs.subList(from, Math.min(pairs.size(), from + BATCH))) {
        batch.add(pair.source());
        batch.add(pair.target());
      }
      batches.add(batch);
    }
    Set<String> known;
    List<String> tokens = new ArrayList<>();
    try (BertTokenizer learned =
        new WordPieceTrainer(WordPieceTraining.of(vocabularySize, true))
            .train(batches, counted -> {})) {
      learned.tokens().stream()
          .filter(token -> !SEVERAL_DIGITS.matcher(token).matches())
          .forEach(tokens::add);
      known = new HashSet<>(tokens);
    }
    IntStream.range(0, 10)
        .boxed()
        .flatMap(digit -> Stream.of("" + digit, "##" + digit))
        .filter(token -> !known.contains(token))
        .forEach(tokens::add);
    report.accept("vocabulary: " + tokens.size() + " word pieces of both sides");
    return BertTokenizer.of(tokens, BertNormalization.cased());
  }

  /** How targets are written. */
  GenerationSettings generation(TranslationSettings settings) {
    return settings.generation(tokenizer.clsId(), tokenizer.sepId());
  }

  /** Each text between [CLS] and [SEP]: a source as the encoder reads it, a target as it is. */
  List<int[]> encode(List<String> texts) {
    List<int[]> framed = new ArrayList<>();
    for (int[] ids : tokenizer.encodeAll(texts)) {
      int[] frame = new int[ids.length + 2];
      frame[0] = tokenizer.clsId();
      System.arraycopy(ids, 0, frame, 1, ids.length);
      frame[ids.length + 1] = tokenizer.sepId();
      framed.add(frame);
    }
    return framed;
  }

  /** The text of ids. */
  String decode(int... ids) {
    return WITHIN_NUMBERS.matcher(tokenizer.decode(ids)).replaceAll("$1");
  }

  /** A text as the tokenizer writes it. */
  String normalized(String text) {
    return decode(tokenizer.encodeAll(List.of(text)).get(0));
  }
}
