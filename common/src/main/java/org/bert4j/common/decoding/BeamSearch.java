package org.bert4j.common.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Beam search, all sentences of a batch in step. Of a sentence's prefixes and all tokens that may
 * follow them, the most probable go on; what ends among them is finished, and when as many are
 * finished as there are beams, the best of them is the result. Among equals the first wins, so
 * results are the same every time. With one beam it is greedy.
 */
final class BeamSearch {
  private final GenerationSettings settings;
  private final Scorer scorer;
  private final int beams;
  private final Sentence[] sentences;

  /** What may follow prefixes. */
  @FunctionalInterface
  interface Scorer {
    /**
     * Logits of the next tokens.
     *
     * @param ids prefixes, those of a sentence beside each other, all equally long
     * @param origins which prefix of the last call each goes on from
     * @return {@code [prefixes, V]} row by row
     */
    float[] logits(int[][] ids, int[] origins);
  }

  /** A prefix of a sentence, or one that ends here. */
  private record Candidate(int beam, int token, double logProbability) {}

  /** What is known of one sentence. */
  private static final class Sentence {
    final List<Hypothesis> finished = new ArrayList<>();
    double[] logProbabilities;
    boolean done;
  }

  BeamSearch(GenerationSettings settings, Scorer scorer, int count) {
    this.settings = settings;
    this.scorer = scorer;
    beams = settings.beams();
    sentences = new Sentence[count];
    for (int s = 0; s < count; s++) {
      sentences[s] = new Sentence();
      sentences[s].logProbabilities = new double[beams];
      // All begin alike: only one of them counts.
      Arrays.fill(sentences[s].logProbabilities, 1, beams, Double.NEGATIVE_INFINITY);
    }
  }

  /** The best hypothesis of each sentence. */
  List<Hypothesis> run() {
    int[][] ids = new int[sentences.length * beams][];
    Arrays.setAll(ids, i -> new int[] {settings.beginId()});
    int[] origins = new int[ids.length];
    Arrays.setAll(origins, i -> i);
    boolean goesOn = true;
    for (int length = 1; goesOn && length <= settings.maxLength() + 1; length++) {
      float[] logits = scorer.logits(ids, origins);
      int[][] longer = new int[ids.length][];
      goesOn = false;
      for (int s = 0; s < sentences.length; s++) {
        advance(s, logits, ids, longer, origins);
        goesOn |= !sentences[s].done;
      }
      ids = longer;
    }
    List<Hypothesis> best = new ArrayList<>();
    for (int s = 0; s < sentences.length; s++) {
      best.add(best(s, ids));
    }
    return best;
  }

  private void advance(int s, float[] logits, int[][] ids, int[][] longer, int[] origins) {
    Sentence sentence = sentences[s];
    int first = s * beams;
    if (sentence.done) {
      for (int beam = 0; beam < beams; beam++) {
        longer[first + beam] = append(ids[first + beam], settings.endId());
        origins[first + beam] = first + beam;
      }
      return;
    }
    double[] next = new double[beams];
    Arrays.fill(next, Double.NEGATIVE_INFINITY);
    int live = 0;
    List<Candidate> candidates = candidates(s, logits);
    for (int rank = 0; rank < candidates.size() && live < beams; rank++) {
      Candidate each = candidates.get(rank);
      int[] prefix = ids[first + each.beam()];
      if (each.token() != settings.endId()) {
        longer[first + live] = append(prefix, each.token());
        origins[first + live] = first + each.beam();
        next[live++] = each.logProbability();
      } else if (rank < beams) {
        sentence.finished.add(hypothesis(prefix, each.logProbability(), prefix.length));
      }
    }
    for (int beam = live; beam < beams; beam++) { // nothing goes on there
      longer[first + beam] = append(ids[first + beam], settings.endId());
      origins[first + beam] = first + beam;
    }
    sentence.logProbabilities = next;
    sentence.done = sentence.finished.size() >= beams || live == 0;
  }

  private static int[] append(int[] ids, int id) {
    int[] longer = Arrays.copyOf(ids, ids.length + 1);
    longer[ids.length] = id;
    return longer;
  }

  /** Of a prefix with its begin, and so many tokens without it and with its end. */
  private Hypothesis hypothesis(int[] prefix, double logProbability, int length) {
    return new Hypothesis(
        Arrays.copyOfRange(prefix, 1, prefix.length), logProbability / settings.penalty(length));
  }

  /** Twice as many as there are beams, the most probable first: half of them may end. */
  private List<Candidate> candidates(int s, float[] logits) {
    int vocabSize = logits.length / (sentences.length * beams);
    int wanted = Math.min(2 * beams, beams * vocabSize);
    List<Candidate> best = new ArrayList<>(wanted + 1);
    for (int beam = 0; beam < beams; beam++) {
      double before = sentences[s].logProbabilities[beam];
      if (before == Double.NEGATIVE_INFINITY) {
        continue;
      }
      int row = (s * beams + beam) * vocabSize;
      double offset = before - logSumExp(logits, row, vocabSize);
      for (int token = 0; token < vocabSize; token++) {
        double logProbability = logits[row + token] + offset;
        if (best.size() == wanted && !(logProbability > best.get(wanted - 1).logProbability())) {
          continue;
        }
        insert(best, new Candidate(beam, token, logProbability), wanted);
      }
    }
    return best;
  }

  private static void insert(List<Candidate> best, Candidate candidate, int wanted) {
    int place = best.size();
    while (place > 0 && candidate.logProbability() > best.get(place - 1).logProbability()) {
      place--;
    }
    best.add(place, candidate);
    if (best.size() > wanted) {
      best.remove(wanted);
    }
  }

  private static double logSumExp(float[] logits, int from, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, logits[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.exp(logits[i] - largest);
    }
    return largest + Math.log(sum);
  }

  /** The best that is finished, else the best as far as it came. */
  private Hypothesis best(int s, int[][] ids) {
    Sentence sentence = sentences[s];
    if (sentence.finished.isEmpty()) {
      int[] cut = Arrays.copyOf(ids[s * beams], settings.maxLength() + 1);
      return hypothesis(cut, sentence.logProbabilities[0], settings.maxLength());
    }
    // Of equals max takes the last, and the first is to win.
    List<Hypothesis> lastFirst = new ArrayList<>(sentence.finished);
    Collections.reverse(lastFirst);
    return lastFirst.stream().max(Comparator.comparingDouble(Hypothesis::score)).orElseThrow();
  }
}
