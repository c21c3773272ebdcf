package org.bert4j.finetune.ner.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagSequences;

/**
 * Viterbi decoding: of all sequences that the scheme of the labels allows, the one with the
 * greatest product of probabilities. Thread-safe.
 */
public final class EntityDecoder {
  private final EntityLabels labels;

  /** Whether the second label may follow the first, {@code [K][K]}. */
  private final boolean[][] follows;

  private final boolean[] begins;
  private final boolean[] ends;

  /**
   * Makes a decoder.
   *
   * @param labels the model's labels
   */
  public EntityDecoder(EntityLabels labels) {
    this.labels = labels;
    int k = labels.size();
    follows = new boolean[k][k];
    begins = new boolean[k];
    ends = new boolean[k];
    for (int a = 0; a < k; a++) {
      begins[a] = labels.scheme().allows(Tag.OUTSIDE, labels.tag(a));
      ends[a] = labels.scheme().allows(labels.tag(a), Tag.OUTSIDE);
      for (int b = 0; b < k; b++) {
        follows[a][b] = labels.scheme().allows(labels.tag(a), labels.tag(b));
      }
    }
  }

  /**
   * The number of labels.
   *
   * @return K
   */
  public int labels() {
    return labels.size();
  }

  /**
   * The entities of a sentence.
   *
   * @param logits a row a word, {@code [W, K]}
   * @return entities in the order of the words
   * @throws IllegalArgumentException if the logits are not whole rows or not finite
   */
  public List<ScoredEntity> entities(float[] logits) {
    int k = labels.size();
    double[] logProbabilities = logSoftmax(logits, k);
    int[] best = labels(logProbabilities);
    List<Tag> tags = Arrays.stream(best).mapToObj(labels::tag).toList();
    List<ScoredEntity> entities = new ArrayList<>();
    for (EntitySpan span : TagSequences.entities(tags)) {
      double sum = 0;
      for (int word = span.first(); word <= span.last(); word++) {
        sum += Math.exp(logProbabilities[word * k + best[word]]);
      }
      entities.add(new ScoredEntity(span, sum / (span.last() - span.first() + 1)));
    }
    return entities;
  }

  /** The best sequence of labels, {@code [W]}, of log-probabilities {@code [W, K]}. */
  private int[] labels(double[] logProbabilities) {
    int k = labels.size();
    int words = logProbabilities.length / k;
    int[] best = new int[words];
    if (words == 0) {
      return best;
    }
    // scores[b]: the best sequence so far that ends in b; from: the label before b in it.
    double[] scores = new double[k];
    int[][] from = new int[words][k];
    for (int b = 0; b < k; b++) {
      scores[b] = begins[b] ? logProbabilities[b] : Double.NEGATIVE_INFINITY;
    }
    for (int word = 1; word < words; word++) {
      double[] next = new double[k];
      for (int b = 0; b < k; b++) {
        int before = bestBefore(scores, b);
        from[word][b] = before;
        next[b] =
            before < 0 ? Double.NEGATIVE_INFINITY : scores[before] + logProbabilities[word * k + b];
      }
      scores = next;
    }
    int last = -1;
    for (int a = 0; a < k; a++) {
      last = ends[a] && (last < 0 || scores[a] > scores[last]) ? a : last;
    }
    for (int word = words - 1; word >= 0; word--) {
      best[word] = last;
      last = from[word][last];
    }
    return best;
  }

  private int bestBefore(double[] scores, int label) {
    int best = -1;
    for (int a = 0; a < scores.length; a++) {
      boolean possible = follows[a][label] && scores[a] > Double.NEGATIVE_INFINITY;
      best = possible && (best < 0 || scores[a] > scores[best]) ? a : best;
    }
    return best;
  }

  private static double[] logSoftmax(float[] logits, int k) {
    if (logits.length % k != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d logits, expected a multiple of the %d labels", logits.length, k));
    }
    double[] result = new double[logits.length];
    for (int row = 0; row < logits.length; row += k) {
      double max = Double.NEGATIVE_INFINITY;
      for (int i = row; i < row + k; i++) {
        if (!Float.isFinite(logits[i])) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "logit %s of word %d: expected finite numbers; is the model broken?",
                  logits[i],
                  row / k));
        }
        max = Math.max(max, logits[i]);
      }
      double sum = 0;
      for (int i = row; i < row + k; i++) {
        sum += Math.exp(logits[i] - max);
      }
      double logSum = max + Math.log(sum);
      for (int i = row; i < row + k; i++) {
        result[i] = logits[i] - logSum;
      }
    }
    return result;
  }
}
