package org.bert4j.common.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.Activation;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Initialization;
import org.bert4j.common.model.Losses;
import org.bert4j.common.model.MicroStep;
import org.bert4j.common.model.Seq2SeqConfig;
import org.bert4j.common.model.Seq2SeqTransformer;
import org.bert4j.common.train.AdamW;
import org.bert4j.common.train.GradientNorm;
import org.bert4j.common.train.OptimizerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets of a model, whichever way they are computed. */
class TargetGeneratorTest {
  private static final int BEGIN = 2;
  private static final int END = 3;
  private static final int VOCABULARY = 40;
  private static final BertConfig CONFIG =
      new BertConfig(
          VOCABULARY, 24, 2, 3, 40, Activation.RELU, 0.1, 0, 48, 2, 0.3, 1e-12, 0, false, null);

  private final ComputeEngine engine = new ComputeEngine(2);

  @AfterEach
  void close() {
    engine.close();
  }

  private DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model(boolean trained) {
    return model(trained, true);
  }

  private DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model(boolean trained, boolean causal) {
    var settings = new Seq2SeqConfig(2, true, 0.1, causal);
    DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model =
        trained
            ? DataParallel.trained(
                engine, () -> new Seq2SeqTransformer(CONFIG, settings), DataType.FP32)
            : DataParallel.used(
                engine, () -> new Seq2SeqTransformer(CONFIG, settings), DataType.FP32);
    Initialization.BERT.apply(model, 3);
    return model;
  }

  private static GenerationSettings settings(int beams, boolean cached) {
    return new GenerationSettings(BEGIN, END, beams, 0.6, 21, cached);
  }

  private static TokenBatch sources(int... lengths) {
    TokenBatch batch = new TokenBatch();
    for (int length : lengths) {
      int[] ids = new int[length];
      for (int i = 0; i < length; i++) {
        ids[i] = (i * 7 + length * 3) % VOCABULARY;
      }
      batch.add(ids, new int[length], 0, length);
    }
    return batch;
  }

  /** Ragged sources, equally long neighbours, one alone; targets that cross a bucket of 16. */
  @ParameterizedTest
  @CsvSource({"1, true", "4, true", "1, false", "4, false"})
  void theCacheChangesNothing(int beams, boolean trained) {
    try (var model = model(trained)) {
      for (TokenBatch sources :
          List.of(sources(5, 17, 17, 17, 17, 1, 30, 17, 9), sources(11), sources(5, 4))) {
        List<Hypothesis> expected =
            new TargetGenerator(model, settings(beams, false)).generate(sources);
        Generations.assertSame(
            expected, new TargetGenerator(model, settings(beams, true)).generate(sources));
        assertTrue(expected.stream().anyMatch(each -> each.ids().length > 16), "long ones, too");
      }
    }
  }

  /** The most probable token after the whole prefix, a sentence at a time, from the losses. */
  @Test
  void oneBeamIsGreedy() {
    TokenBatch sources = sources(5, 17, 2);
    try (var model = model(false)) {
      List<Hypothesis> found = new TargetGenerator(model, settings(1, true)).generate(sources);
      for (int s = 0; s < sources.sequences(); s++) {
        int[] prefix = {BEGIN};
        while (prefix[prefix.length - 1] != END && prefix.length <= 21) {
          int[] longer = Arrays.copyOf(prefix, prefix.length + 1);
          longer[prefix.length] = mostProbable(model, sources, s, prefix);
          prefix = longer;
        }
        int end = prefix[prefix.length - 1] == END ? prefix.length - 1 : prefix.length;
        assertArrayEquals(Arrays.copyOfRange(prefix, 1, end), found.get(s).ids());
      }
    }
  }

  private static int mostProbable(
      DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model,
      TokenBatch sources,
      int sentence,
      int[] prefix) {
    double least = Double.MAX_VALUE;
    int best = -1;
    for (int token = 0; token < VOCABULARY; token++) {
      Seq2SeqBatch batch = new Seq2SeqBatch();
      batch.sequences().add(sources, sentence);
      int[] target = Arrays.copyOf(prefix, prefix.length + 1);
      target[prefix.length] = token;
      batch.addTarget(target);
      double loss = crossEntropy(model.evaluate(batch), batch);
      if (loss < least) {
        least = loss;
        best = token;
      }
    }
    return best;
  }

  /** Smoothing is the same for all last tokens but for their own logit, which only helps. */
  private static double crossEntropy(Losses losses, Seq2SeqBatch batch) {
    return losses.all().get(0).sum() / batch.targets().get(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyRunGivesTheSame(int beams) {
    try (var model = model(false)) {
      TargetGenerator generator = new TargetGenerator(model, settings(beams, true));
      TokenBatch sources = sources(5, 17, 2, 9, 17);
      List<Hypothesis> first = generator.generate(sources);
      generator.generate(sources(30, 30, 30));
      List<Hypothesis> again = generator.generate(sources);
      for (int i = 0; i < first.size(); i++) {
        assertArrayEquals(first.get(i).ids(), again.get(i).ids());
        assertEquals(first.get(i).score(), again.get(i).score());
      }
    }
  }

  /** Trained, with label smoothing and dropout, to write sources backwards. */
  @Test
  void aModelWritesWhatItLearned() {
    TokenBatch sources = sources(3, 4, 5, 6, 7, 8);
    try (var model = model(true)) {
      train(model, backwards(sources));
      for (int beams : new int[] {1, 4}) {
        List<Hypothesis> found =
            new TargetGenerator(model, settings(beams, true)).generate(sources);
        for (int s = 0; s < found.size(); s++) {
          int[] target = target(sources, s);
          assertArrayEquals(
              Arrays.copyOfRange(target, 1, target.length - 1), found.get(s).ids(), "source " + s);
        }
      }
    }
  }

  /**
   * Without the causal mask a token of the target is seen where it is to be predicted: the loss
   * falls lower than with the mask, and nothing that was learned helps to write a target.
   */
  @Test
  void withoutTheCausalMaskNothingIsLearned() {
    TokenBatch sources = sources(3, 4, 5, 6, 7, 8);
    Seq2SeqBatch unseen = backwards(sources(9, 10, 11, 12));
    try (var masked = model(true);
        var unmasked = model(true, false)) {
      train(masked, backwards(sources));
      train(unmasked, backwards(sources));
      assertTrue(unmasked.evaluate(unseen).loss() < masked.evaluate(unseen).loss());
      List<Hypothesis> found = new TargetGenerator(unmasked, settings(1, false)).generate(sources);
      for (int s = 0; s < found.size(); s++) {
        int[] target = target(sources, s);
        int[] written = found.get(s).ids();
        assertFalse(
            Arrays.equals(Arrays.copyOfRange(target, 1, target.length - 1), written),
            "source " + s);
      }
    }
  }

  private void train(DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model, Seq2SeqBatch batch) {
    try (AdamW adam = new AdamW(engine, model.parameters(), OptimizerSettings.BERT)) {
      GradientNorm norm = new GradientNorm(engine, model.parameters());
      for (int i = 0; i < 200; i++) {
        model.forwardBackward(batch, new MicroStep(batch.targets(), i, false, false));
        adam.step(3e-3, norm.compute());
      }
    }
    model.parametersChanged();
  }

  private static Seq2SeqBatch backwards(TokenBatch sources) {
    Seq2SeqBatch batch = new Seq2SeqBatch();
    for (int s = 0; s < sources.sequences(); s++) {
      batch.sequences().add(sources, s);
      batch.addTarget(target(sources, s));
    }
    return batch;
  }

  private static int[] target(TokenBatch sources, int sequence) {
    int length = sources.length(sequence);
    int[] target = new int[length + 2];
    target[0] = BEGIN;
    target[length + 1] = END;
    for (int i = 0; i < length; i++) {
      int id = sources.inputId(sources.start(sequence) + length - 1 - i);
      target[i + 1] = id == END ? id + 1 : id;
    }
    return target;
  }

  @Test
  void refusesWhatHasNoPlace() {
    assertThrows(
        IllegalArgumentException.class, () -> new GenerationSettings(2, 3, 0, 1, 10, true));
    assertThrows(
        IllegalArgumentException.class, () -> new GenerationSettings(2, 3, 1, -1, 10, true));
    assertThrows(IllegalArgumentException.class, () -> new GenerationSettings(2, 3, 1, 1, 0, true));
    try (var model = model(false)) {
      TargetGenerator generator =
          new TargetGenerator(model, new GenerationSettings(2, 3, 1, 1, 48, true));
      assertEquals(
          "max_length is 48, expected less than the model's max_position_embeddings, which is 48",
          assertThrows(IllegalArgumentException.class, () -> generator.generate(sources(3)))
              .getMessage());
    }
  }
}
