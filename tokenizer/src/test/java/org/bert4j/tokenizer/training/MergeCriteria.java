package org.bert4j.tokenizer.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.Vocabulary;

/**
 * Learns a vocabulary by frequency and others by likelihood ratio, prints how many tokens they make
 * of a held-out text, and saves the tokenizers, to train models on: {@code MergeCriteria SIZE
 * OUTPUT HELD_OUT CORPUS...}, all UTF-8 files with a sentence a line.
 */
final class MergeCriteria {

  private MergeCriteria() {}

  public static void main(String[] arguments) throws IOException {
    int size = Integer.parseInt(arguments[0]);
    Path output = Path.of(arguments[1]);
    List<String> heldOut = lines(Path.of(arguments[2]));
    List<String> corpus = new ArrayList<>();
    for (String file : Arrays.asList(arguments).subList(3, arguments.length)) {
      corpus.addAll(lines(Path.of(file)));
    }
    WordPieceTraining training = WordPieceTraining.of(size, false);
    try (WordRuns words = new WordCounter(training).count(List.of(corpus))) {
      List<String> byFrequency =
          WordPieceTrainer.merger(words, training, statistics -> {}).merge(size);
      report(byFrequency, "frequency", heldOut, output);
      for (int minFrequency : new int[] {2, 20, 100, 500}) {
        report(
            byLikelihood(words, training, minFrequency),
            "likelihood-" + minFrequency,
            heldOut,
            output);
      }
    }
  }

  private static List<String> byLikelihood(
      WordRuns words, WordPieceTraining training, int minFrequency) {
    Alphabet alphabet = Alphabet.of(words, training.characterCoverage());
    WordSelection selection = WordSelection.of(words, alphabet, training.memory());
    List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL_TOKENS);
    tokens.addAll(alphabet.pieces(selection.continuing()));
    LikelihoodRatioMerger merger = new LikelihoodRatioMerger(tokens, minFrequency);
    for (WordCount word : words) {
      if (selection.contains(word)) {
        merger.add(word);
      }
    }
    return merger.merge(training.vocabularySize());
  }

  private static void report(List<String> tokens, String name, List<String> heldOut, Path output)
      throws IOException {
    long words = 0;
    long pieces = 0;
    long characters = 0;
    long unknown = 0;
    try (BertTokenizer tokenizer = BertTokenizer.of(tokens, BertNormalization.uncased())) {
      for (int[] ids : tokenizer.encodeAll(heldOut)) {
        pieces += ids.length;
        for (int id : ids) {
          words += tokenizer.isContinuation(id) ? 0 : 1;
          unknown += id == tokenizer.unknownId() ? 1 : 0;
        }
      }
      characters = heldOut.stream().flatMapToInt(String::codePoints).filter(c -> c > ' ').count();
      tokenizer.save(output.resolve(name));
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %,d pieces; held out %.4f tokens a word, %.4f a character, %.3f %% unknown%n",
        name,
        tokens.size(),
        (double) pieces / words,
        (double) pieces / characters,
        100.0 * unknown / pieces);
  }

  private static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }
}
