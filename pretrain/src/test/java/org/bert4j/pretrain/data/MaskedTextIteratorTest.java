package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.dl4j.BertLayer;
import org.bert4j.common.model.Activation;
import org.bert4j.common.model.BertConfig;
import org.bert4j.pretrain.dl4j.MaskedTextIterator;
import org.bert4j.pretrain.store.TokenStore;
import org.bert4j.tokenizer.BertTokenizer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** Batches of masked text for Deeplearning4j, compared with bert4j's own. */
class MaskedTextIteratorTest {
  private static final int BATCHES = 1250;
  private static final DataConfig CONFIG = new DataConfig(32, 0.1, 0.15, false, 8, 11);

  @TempDir Path directory;

  private TokenStore store() throws IOException {
    int[][] lengths = new int[12][];
    for (int d = 0; d < lengths.length; d++) {
      lengths[d] = Stores.sentences(3 + 5 * d, 4 + d % 5);
    }
    return Stores.write(directory.resolve("store"), lengths);
  }

  @Test
  void tenThousandSentencesAreThoseOfBert4j() throws IOException {
    TokenStore store = store();
    long masked = 0;
    long kept = 0;
    long chosen = 0;
    try (BertTokenizer tokenizer =
            Stores.tokenizer(store.manifest().vocabularySize() - Stores.SPECIAL, 0);
        MaskedTextIterator iterator = MaskedTextIterator.of(store, tokenizer, CONFIG, BATCHES / 2);
        PretrainingBatches own =
            new PretrainingBatches(
                Documents.all(store),
                new MaskingVocabulary(tokenizer),
                CONFIG,
                DataPosition.START)) {
      for (int i = 0; i < BATCHES; i++) {
        if (!iterator.hasNext()) {
          assertThrows(NoSuchElementException.class, iterator::next);
          iterator.reset();
        }
        MultiDataSet data = iterator.next();
        PretrainingBatch expected = own.next(1).get(0);
        assertSame(expected, data);
        for (int m = 0; m < expected.masked(); m++) {
          int id = expected.sequences().inputId(expected.maskedPosition(m));
          masked += id == tokenizer.maskId() ? 1 : 0;
          kept += id == expected.maskedId(m) ? 1 : 0;
          assertFalse(tokenizer.isSpecial(expected.maskedId(m)));
        }
        chosen += expected.masked();
      }
    }
    assertTrue(chosen > 20_000, "chosen " + chosen);
    double deviation = 4 * Math.sqrt(0.8 * 0.2 / chosen);
    assertEquals(0.8, (double) masked / chosen, deviation);
    assertEquals(0.1, (double) kept / chosen, deviation + 1e-3); // a random token may be the same
  }

  private static void assertSame(PretrainingBatch expected, MultiDataSet data) {
    TokenBatch tokens = expected.sequences();
    int length = tokens.longest();
    int count = tokens.sequences();
    float[] ids = new float[count * length];
    float[] types = new float[count * length];
    float[] mask = new float[count * length];
    float[] labels = new float[count * length];
    float[] labelMask = new float[count * length];
    for (int s = 0; s < count; s++) {
      for (int i = 0; i < tokens.length(s); i++) {
        ids[s * length + i] = tokens.inputId(tokens.start(s) + i);
        types[s * length + i] = tokens.tokenTypeId(tokens.start(s) + i);
        mask[s * length + i] = 1;
        for (int m = 0; m < expected.masked(); m++) {
          if (expected.maskedPosition(m) == tokens.start(s) + i) {
            labels[s * length + i] = expected.maskedId(m);
            labelMask[s * length + i] = 1;
          }
        }
      }
    }
    assertArrayEquals(new long[] {count, 1, length}, data.getFeatures(0).shape());
    assertArrayEquals(ids, data.getFeatures(0).data().asFloat());
    assertArrayEquals(types, data.getFeatures(1).data().asFloat());
    assertArrayEquals(mask, data.getFeaturesMaskArray(0).data().asFloat());
    assertArrayEquals(mask, data.getFeaturesMaskArray(1).data().asFloat());
    assertArrayEquals(labels, data.getLabels(0).data().asFloat());
    assertArrayEquals(labelMask, data.getLabelsMaskArray(0).data().asFloat());
  }

  @Test
  void deeplearning4jLearnsFromIt() throws IOException {
    Path corpus = directory.resolve("corpus.txt");
    Files.writeString(corpus, "w1 w2 w3\nw4 w5 w6\nw7 w8\n\nw11 w12 w13\nw14 w15\nw16 w17\n");
    List<Integer> prepared = new ArrayList<>();
    try (BertTokenizer tokenizer = Stores.tokenizer(40, 0);
        MaskedTextIterator iterator =
            MaskedTextIterator.of(
                List.of(corpus),
                tokenizer,
                directory.resolve("text"),
                new DataConfig(16, 0, 0.15, false, 4, 1),
                20)) {
      iterator.setPreProcessor(
          (MultiDataSetPreProcessor) data -> prepared.add((int) data.getFeatures(0).size(0)));
      ComputationGraph graph = graph(tokenizer.vocabularySize());
      MultiDataSet data = iterator.next();
      double before = graph.score(data);
      iterator.reset();
      graph.fit(iterator, 3);
      assertTrue(graph.score(data) < before, before + " to " + graph.score(data));
      INDArray output = graph.output(data.getFeatures())[0];
      assertArrayEquals(
          new long[] {4, tokenizer.vocabularySize(), data.getFeatures(0).size(2)}, output.shape());
    }
    assertTrue(prepared.size() >= 61, "batches " + prepared.size());
  }

  private static ComputationGraph graph(int vocabulary) {
    BertConfig config =
        new BertConfig(
            vocabulary, 16, 1, 2, 32, Activation.GELU, 0, 0, 16, 2, 0.02, 1e-12, 0, false, null);
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("tokens", "types")
                .setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
                .addLayer("bert", BertLayer.of(config).build(), "tokens", "types")
                .addLayer(
                    "words",
                    new RnnOutputLayer.Builder(new LossSparseMCXENT())
                        .nOut(vocabulary)
                        .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                        .build(),
                    "bert")
                .setOutputs("words")
                .build());
    graph.init();
    return graph;
  }
}
