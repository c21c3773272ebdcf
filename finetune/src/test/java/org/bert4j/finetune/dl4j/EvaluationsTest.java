package org.bert4j.finetune.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bert4j.finetune.ner.decode.EntityDecoder;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.metrics.NerEvaluation;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.BaseEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** bert4j's scores in Deeplearning4j's evaluations. */
class EvaluationsTest {
  private static final EntityLabels LABELS = EntityLabels.ofTypes(List.of("LOC", "PER"));

  /** Sentences of random tags and probabilities, as arrays and as bert4j's own. */
  private static final class Sentences {
    final INDArray expected = Nd4j.zeros(20, LABELS.size(), 12);
    final INDArray predicted = Nd4j.zeros(20, LABELS.size(), 12);
    final INDArray mask = Nd4j.zeros(20, 12);
    final List<List<Tag>> tags = new ArrayList<>();
    final List<List<EntitySpan>> spans = new ArrayList<>();

    Sentences(long seed) {
      Random random = new Random(seed);
      for (int b = 0; b < 20; b++) {
        List<Tag> ofSentence = new ArrayList<>();
        List<Float> logits = new ArrayList<>();
        for (int t = 0; t < 12; t++) {
          if (random.nextInt(3) > 0) { // else a piece that is no word's first
            int tag = random.nextInt(LABELS.size());
            mask.putScalar(b, t, 1);
            expected.putScalar(b, tag, t, 1);
            ofSentence.add(LABELS.tag(tag));
            logits.addAll(row(random, b, t, tag));
          }
        }
        tags.add(ofSentence);
        float[] values = new float[logits.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = logits.get(i);
        }
        spans.add(
            new EntityDecoder(LABELS).entities(values).stream().map(ScoredEntity::span).toList());
      }
    }

    private List<Float> row(Random random, int b, int t, int tag) {
      double[] weights = new double[LABELS.size()];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        weights[k] = Math.exp(random.nextGaussian() + (k == tag ? 2 : 0));
        sum += weights[k];
      }
      List<Float> logits = new ArrayList<>();
      for (int k = 0; k < weights.length; k++) {
        predicted.putScalar(b, k, t, weights[k] / sum);
        logits.add((float) Math.log(weights[k]));
      }
      return logits;
    }
  }

  @Test
  void entitiesAreCountedAsBert4jCountsThem() {
    Sentences one = new Sentences(1);
    Sentences two = new Sentences(2);
    EntityEvaluation evaluation = new EntityEvaluation(LABELS.names());
    evaluation.eval(one.expected, one.predicted, one.mask);
    EntityEvaluation other = evaluation.newInstance();
    other.eval(two.expected, two.predicted, two.mask);
    evaluation.merge(other);
    List<List<Tag>> tags = new ArrayList<>(one.tags);
    List<List<EntitySpan>> spans = new ArrayList<>(one.spans);
    tags.addAll(two.tags);
    spans.addAll(two.spans);
    var score = NerEvaluation.of(tags, spans).report().micro();
    assertTrue(score.f1() > 0.2 && score.f1() < 0.99, score::toString);
    assertEquals(score.f1(), evaluation.getValue(EntityEvaluation.Metric.F1), 1e-9);
    assertEquals(score.precision(), evaluation.getValue(EntityEvaluation.Metric.PRECISION), 1e-9);
    assertEquals(score.recall(), evaluation.getValue(EntityEvaluation.Metric.RECALL), 1e-9);
    EntityEvaluation read = BaseEvaluation.fromJson(evaluation.toJson(), EntityEvaluation.class);
    assertEquals(evaluation.stats(), read.stats());
    assertTrue(read.stats().contains("PER "), read.stats());
    read.eval(one.expected, one.predicted, one.mask);
    evaluation.reset();
    assertEquals(0, evaluation.getValue(EntityEvaluation.Metric.F1));
    assertThrows(IllegalArgumentException.class, () -> evaluation.getValue(Evaluation.Metric.F1));
  }

  @Test
  void answersAreSpansOfTokens() {
    INDArray expected = Nd4j.zeros(4, 2, 6);
    INDArray predicted = Nd4j.zeros(4, 2, 6);
    int[][] gold = {{2, 4}, {2, 4}, {0, 0}, {1, 1}};
    int[][] found = {{2, 4}, {3, 5}, {0, 0}, {4, 4}};
    for (int b = 0; b < 4; b++) {
      expected.putScalar(b, 0, gold[b][0], 1).putScalar(b, 1, gold[b][1], 1);
      predicted.putScalar(b, 0, found[b][0], 5).putScalar(b, 1, found[b][1], 5);
    }
    AnswerEvaluation evaluation = new AnswerEvaluation(3);
    evaluation.eval(expected, predicted, Nd4j.ones(4, 6));
    assertEquals(50, evaluation.getValue(AnswerEvaluation.Metric.EXACT));
    assertEquals(
        100 * (1 + 2 / 3.0 + 1 + 0) / 4, evaluation.getValue(AnswerEvaluation.Metric.F1), 1e-9);
    AnswerEvaluation merged = BaseEvaluation.fromJson(evaluation.toJson(), AnswerEvaluation.class);
    merged.merge(evaluation);
    assertEquals("exact 50.00  F1 66.67  windows 8", merged.stats());
  }
}
