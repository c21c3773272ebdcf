package org.bert4j.finetune.dl4j;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.bert4j.finetune.ner.decode.EntityDecoder;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagSequences;
import org.nd4j.evaluation.BaseEvaluation;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.IMetric;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores of named entities, whole ones, as {@code bert4j ner evaluate} and seqeval count them, of a
 * network of Deeplearning4j over {@link TokenClassificationIterator}: {@code
 * graph.doEvaluation(iterator, new EntityEvaluation(labels.names()))}. Predictions are decoded as
 * bert4j's taggers do it, to tags that may follow one another. A sentence that the iterator cut
 * into windows counts as several, so that an entity over a cut is two.
 */
public final class EntityEvaluation extends BaseEvaluation<EntityEvaluation> {
  private static final long serialVersionUID = 1L;
  private static final String ALL = "";

  private ArrayList<String> labels = new ArrayList<>();
  private TreeMap<String, Counts> counts = new TreeMap<>();
  private transient EntityLabels tags;
  private transient EntityDecoder decoder;

  /** What is measured, over the entities of all types. */
  public enum Metric implements IMetric {
    /** Share of the predicted entities that are annotated. */
    PRECISION,
    /** Share of the annotated entities that were found. */
    RECALL,
    /** Harmonic mean of both. */
    F1;

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends IEvaluation> getEvaluationClass() {
      return EntityEvaluation.class;
    }

    @Override
    public boolean minimize() {
      return false;
    }
  }

  /** Entities of a type, or of all. */
  private static final class Counts implements Serializable {
    private static final long serialVersionUID = 1L;

    private long right;
    private long predicted;
    private long annotated;

    double value(Metric metric) {
      double precision = predicted == 0 ? 0 : (double) right / predicted;
      double recall = annotated == 0 ? 0 : (double) right / annotated;
      double sum = precision + recall;
      return switch (metric) {
        case PRECISION -> precision;
        case RECALL -> recall;
        case F1 -> sum == 0 ? 0 : 2 * precision * recall / sum;
      };
    }
  }

  /** For reading from JSON. */
  EntityEvaluation() {}

  /**
   * Begins with nothing counted.
   *
   * @param labels the K labels, such as {@code O}, {@code B-PER}, {@code I-PER}, by their ids
   * @throws IllegalArgumentException if they are not those of entities
   */
  public EntityEvaluation(List<String> labels) {
    this.labels = new ArrayList<>(labels);
    requireTags();
  }

  private EntityLabels requireTags() {
    if (tags == null) {
      tags = EntityLabels.of(labels, "evaluation");
      decoder = new EntityDecoder(tags);
    }
    return tags;
  }

  /**
   * Counts the entities of a batch.
   *
   * @param expected one-hot {@code [B, K, T]}
   * @param predicted probabilities {@code [B, K, T]}
   * @param mask {@code [B, T]}, 1 at the first piece of each word; null if all tokens are words
   * @param recordMetaData is not looked at
   */
  @Override
  public void eval(
      INDArray expected,
      INDArray predicted,
      INDArray mask,
      List<? extends Serializable> recordMetaData) {
    EntityLabels known = requireTags();
    for (long example = 0; example < expected.size(0); example++) {
      List<Tag> annotated = new ArrayList<>();
      List<float[]> logits = new ArrayList<>();
      for (long t = 0; t < expected.size(2); t++) {
        if (mask == null || mask.getDouble(example, t) != 0) {
          annotated.add(known.tag(best(column(expected, example, t))));
          logits.add(logarithms(column(predicted, example, t)));
        }
      }
      count(TagSequences.entities(annotated), entities(logits));
    }
  }

  private float[] column(INDArray array, long example, long t) {
    float[] values = new float[labels.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = array.getFloat(example, k, t);
    }
    return values;
  }

  private static int best(float[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }

  /** What the decoder takes; a probability that was rounded to 0 has one. */
  private static float[] logarithms(float[] probabilities) {
    float[] logits = new float[probabilities.length];
    for (int k = 0; k < logits.length; k++) {
      logits[k] = (float) Math.log(Math.max(probabilities[k], Float.MIN_NORMAL));
    }
    return logits;
  }

  private List<EntitySpan> entities(List<float[]> rows) {
    float[] logits = new float[rows.size() * labels.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, logits, i * labels.size(), labels.size());
    }
    return decoder.entities(logits).stream().map(ScoredEntity::span).toList();
  }

  private void count(List<EntitySpan> annotated, List<EntitySpan> predicted) {
    Set<EntitySpan> expected = new HashSet<>(annotated);
    for (EntitySpan entity : annotated) {
      of(ALL).annotated++;
      of(entity.type()).annotated++;
    }
    for (EntitySpan entity : predicted) {
      int right = expected.contains(entity) ? 1 : 0;
      for (String type : List.of(ALL, entity.type())) {
        of(type).predicted++;
        of(type).right += right;
      }
    }
  }

  private Counts of(String type) {
    return counts.computeIfAbsent(type, unused -> new Counts());
  }

  @Override
  public void merge(EntityEvaluation other) {
    other.counts.forEach(
        (type, theirs) -> {
          Counts ours = of(type);
          ours.right += theirs.right;
          ours.predicted += theirs.predicted;
          ours.annotated += theirs.annotated;
        });
  }

  @Override
  public void reset() {
    counts.clear();
  }

  /**
   * A line a type, and one for all.
   *
   * @return precision, recall, F1 and the number of annotated entities
   */
  @Override
  public String stats() {
    StringBuilder text = new StringBuilder("type precision recall F1 entities\n");
    counts.forEach(
        (type, ofType) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%s %.4f %.4f %.4f %d%n",
                    type.equals(ALL) ? "all" : type,
                    ofType.value(Metric.PRECISION),
                    ofType.value(Metric.RECALL),
                    ofType.value(Metric.F1),
                    ofType.annotated)));
    return text.toString();
  }

  @Override
  public double getValue(IMetric metric) {
    if (metric instanceof Metric known) {
      return of(ALL).value(known);
    }
    throw new IllegalArgumentException(
        metric + " is no metric of entities, expected one of Metric");
  }

  @Override
  public EntityEvaluation newInstance() {
    return new EntityEvaluation(labels);
  }
}
