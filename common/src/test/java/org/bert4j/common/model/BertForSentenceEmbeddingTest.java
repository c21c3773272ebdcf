package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.bert4j.common.Closeness.relativeL2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.SentencePairBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.FiniteDifferences;
import org.bert4j.common.model.PairLoss.Kind;
import org.bert4j.common.train.AdamW;
import org.bert4j.common.train.GradientNorm;
import org.bert4j.common.train.OptimizerSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors of sentences, and losses over pairs that no replica sees whole. */
class BertForSentenceEmbeddingTest {
  private static final String GRADIENT = "gradient.";
  private static final int[] LENGTHS = {31, 5, 13, 13, 7, 22, 3, 9, 40, 2};

  private static DataParallel<BertForSentenceEmbedding, SentencePairBatch> model(
      ComputeEngine engine, BertConfig config, Pooling pooling, Kind kind) {
    PairLoss loss = new PairLoss(kind, 20);
    return DataParallel.trained(
        engine, () -> new BertForSentenceEmbedding(config, pooling, loss), DataType.FP32);
  }

  private static DataParallel<BertForSentenceEmbedding, SentencePairBatch> random(
      ComputeEngine engine, double dropout, Pooling pooling, Kind kind) {
    DataParallel<BertForSentenceEmbedding, SentencePairBatch> model =
        model(engine, HeadContract.config(dropout), pooling, kind);
    Initialization.BERT.apply(model, 3);
    return model;
  }

  private static SentencePairBatch batch(int pairs) {
    SentencePairBatch batch = new SentencePairBatch();
    for (int s = 0; s < 2 * pairs; s++) {
      int[] ids = new int[LENGTHS[s]];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (i * 31 + s * 17) % HeadContract.VOCABULARY;
      }
      batch.sequences().add(ids, new int[ids.length], 0, ids.length);
      if (s % 2 == 1) {
        batch.setScore(s % 3 / 2f);
      }
    }
    return batch;
  }

  private static MicroStep step(SentencePairBatch batch, boolean accumulate) {
    return new MicroStep(batch.targets(), 5, accumulate, true);
  }

  @ParameterizedTest
  @CsvSource({"CLS, COSINE", "MEAN, IN_BATCH_NEGATIVES", "MAX, IN_BATCH_NEGATIVES"})
  void vectorsLossAndEveryGradientAreTheReferences(Pooling pooling, Kind kind) throws IOException {
    String name = (pooling + "_" + kind).toLowerCase(Locale.ROOT);
    Map<String, Golden.Tensor> golden = Golden.tensors("tiny/embedding/" + name + ".safetensors");
    BertConfig config = BertConfig.read(Golden.path("tiny/config.json"));
    GoldenInputs inputs = new GoldenInputs("tiny");
    SentencePairBatch batch = new SentencePairBatch();
    for (int s = 0; s < inputs.batchSize(); s++) {
      inputs.addSequence(batch.sequences(), s);
      if (s % 2 == 1) {
        batch.setScore(golden.get("scores").values()[s / 2]);
      }
    }
    for (int threads = 1; threads <= 2; threads++) {
      try (ComputeEngine engine = new ComputeEngine(threads);
          DataParallel<BertForSentenceEmbedding, SentencePairBatch> model =
              model(engine, config, pooling, kind)) {
        GoldenModel.load(model, "tiny");
        assertClose(
            "vectors", golden.get("vectors").values(), model.logits(batch.sequences()), 2e-5);
        assertEquals(golden.get("loss").value(), model.evaluate(batch).loss(), 1e-5);
        Losses losses = model.forwardBackward(batch, step(batch, false));
        assertEquals(golden.get("loss").value(), losses.loss(), 1e-5);
        Map<String, Golden.Tensor> gradients = new LinkedHashMap<>();
        golden.forEach(
            (key, tensor) -> {
              if (key.startsWith(GRADIENT)) {
                gradients.put(key.substring(GRADIENT.length()), tensor);
              }
            });
        GradientParity.assertSame(gradients, model, key -> key.endsWith("key.bias"));
      }
    }
  }

  /** With dropout, and with more replicas than sequences. */
  @ParameterizedTest
  @CsvSource({"2, 5", "4, 5", "8, 5", "4, 1"})
  void replicasHaveOneLossTogether(int threads, int pairs) {
    SentencePairBatch batch = batch(pairs);
    try (ComputeEngine one = new ComputeEngine(1);
        ComputeEngine several = new ComputeEngine(threads);
        DataParallel<BertForSentenceEmbedding, SentencePairBatch> expected =
            random(one, 0.2, Pooling.MEAN, Kind.IN_BATCH_NEGATIVES);
        DataParallel<BertForSentenceEmbedding, SentencePairBatch> actual =
            random(several, 0.2, Pooling.MEAN, Kind.IN_BATCH_NEGATIVES)) {
      for (boolean accumulate : new boolean[] {false, true}) {
        Losses wanted = expected.forwardBackward(batch, step(batch, accumulate));
        Losses losses = actual.forwardBackward(batch, step(batch, accumulate));
        assertEquals(wanted.loss(), losses.loss(), 1e-5);
        assertEquals(wanted.tokens(), losses.tokens());
        assertEquals(wanted.all().get(0).accuracy(), losses.all().get(0).accuracy());
        for (String name : expected.parameters().named().keySet()) {
          assertClose(
              name, expected.parameters().gradient(name), actual.parameters().gradient(name), 1e-5);
        }
      }
      assertEquals(expected.evaluate(batch).loss(), actual.evaluate(batch).loss(), 1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"CLS, IN_BATCH_NEGATIVES", "MEAN, COSINE", "MAX, COSINE"})
  void gradientsAreFiniteDifferences(Pooling pooling, Kind kind) {
    try (ComputeEngine engine = new ComputeEngine(1);
        Arena arena = new Arena();
        DataParallel<BertForSentenceEmbedding, SentencePairBatch> model =
            random(engine, 0.2, pooling, kind)) {
      SentencePairBatch batch = batch(3);
      Tensor loss = arena.vector(1);
      FiniteDifferences differences =
          new FiniteDifferences(
              () -> {
                model.parametersChanged();
                double value = model.forwardBackward(batch, step(batch, false)).loss();
                new Transfer().write(loss, 0, new float[] {(float) value}, 1);
                return loss;
              },
              new double[] {1});
      model.forwardBackward(batch, step(batch, false));
      for (String name : model.parameters().named().keySet()) {
        float[] gradient = model.parameters().gradient(name);
        differences.check(name, model.parameters().get(name).value(), gradient);
        model.parametersChanged();
        model.forwardBackward(batch, step(batch, false));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void oneBatchIsLearnedByHeart(Kind kind) {
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<BertForSentenceEmbedding, SentencePairBatch> model =
            random(engine, 0, Pooling.MEAN, kind);
        AdamW adam = new AdamW(engine, model.parameters(), OptimizerSettings.BERT)) {
      GradientNorm norm = new GradientNorm(engine, model.parameters());
      SentencePairBatch batch = batch(5);
      double before = model.evaluate(batch).loss();
      for (int i = 0; i < 150; i++) {
        model.forwardBackward(batch, step(batch, false));
        adam.step(3e-3, norm.compute());
      }
      Losses after = model.evaluate(batch);
      assertTrue(before > 0.1 && after.loss() < 0.01, before + " to " + after.loss());
      assertEquals(kind == Kind.COSINE ? Double.NaN : 1, after.all().get(0).accuracy());
    }
  }

  /** As {@code HalfPrecisionTest} derives it: 9 roundings a layer, forth and back. */
  @ParameterizedTest
  @EnumSource(Pooling.class)
  void halfPrecisionIsSinglePrecisionButForRounding(Pooling pooling) {
    assumeTrue(DataType.fastest() == DataType.BF16, "this processor has no bf16 instructions");
    PairLoss cosine = new PairLoss(Kind.COSINE, 1);
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<BertForSentenceEmbedding, SentencePairBatch> single =
            random(engine, 0, pooling, Kind.COSINE);
        DataParallel<BertForSentenceEmbedding, SentencePairBatch> half =
            DataParallel.trained(
                engine,
                () -> new BertForSentenceEmbedding(HeadContract.config(0), pooling, cosine),
                DataType.BF16)) {
      Initialization.BERT.apply(half, 3);
      SentencePairBatch batch = batch(5);
      double bound = 2 * 0x1p-9 * Math.sqrt(2 * 9 * 2);
      double loss = single.forwardBackward(batch, step(batch, false)).loss();
      assertEquals(loss, half.forwardBackward(batch, step(batch, false)).loss(), loss * bound);
      assertTrue(
          relativeL2(single.logits(batch.sequences()), half.logits(batch.sequences())) <= bound);
    }
  }
}
