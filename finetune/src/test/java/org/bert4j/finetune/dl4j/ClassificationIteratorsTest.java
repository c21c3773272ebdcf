package org.bert4j.finetune.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.WindowOrder;
import org.bert4j.finetune.ner.NerWindows;
import org.bert4j.finetune.ner.data.SourcePosition;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagSequences;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of labelled sentences for Deeplearning4j, compared with bert4j's own. */
class ClassificationIteratorsTest {
  private static final int SENTENCES = 10_000;
  private static final EntityLabels LABELS = EntityLabels.ofTypes(List.of("LOC", "PER"));
  private static BertTokenizer tokenizer;

  @BeforeAll
  static void open() {
    List<String> pieces = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    IntStream.range(0, 50).mapToObj(i -> "w" + i).forEach(pieces::add);
    pieces.addAll(List.of("##x", "##y"));
    tokenizer = BertTokenizer.of(pieces, BertNormalization.uncased());
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  /** Sentences of up to 40 words, some of several pieces or unknown, some longer than a window. */
  private static List<TaggedSentence> sentences(int count) {
    Random random = new Random(1);
    List<TaggedSentence> sentences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> words = new ArrayList<>();
      List<Tag> tags = new ArrayList<>();
      for (int w = 0; w < 1 + random.nextInt(40); w++) {
        words.add("w" + random.nextInt(60) + "xy".substring(0, random.nextInt(3)));
        tags.add(LABELS.tag(random.nextInt(3) == 0 ? random.nextInt(LABELS.size()) : 0));
      }
      sentences.add(
          new TaggedSentence(
              words,
              TagSequences.entities(tags),
              SourcePosition.ofLine("made", i + 1),
              Optional.empty()));
    }
    return sentences;
  }

  private static TokenClassificationIterator iterator(IteratorSettings settings, int count) {
    return TokenClassificationIterator.of(sentences(count), tokenizer, LABELS, settings);
  }

  @Test
  void masksLabelsAndLengthsAreThoseOfBert4j() {
    IteratorSettings settings = new IteratorSettings(32, 24, true, 5, true);
    NerWindows windows =
        new NerWindows(
            sentences(SENTENCES),
            tokenizer,
            new WindowSplitter(24, tokenizer.clsId(), tokenizer.sepId()),
            LABELS,
            new UnknownTokens(tokenizer.unknownId()));
    assertTrue(windows.count() > SENTENCES, "some sentences are longer than a window");
    WindowOrder order = new WindowOrder(windows.count(), windows::length, 32, 5);
    TokenClassificationIterator iterator = iterator(settings, SENTENCES);
    for (int epoch = 0; epoch < 2; epoch++) {
      for (int[] step : order.steps(epoch)) {
        TokenClassificationBatch expected = new TokenClassificationBatch();
        for (int window : step) {
          windows.addTo(expected, window);
        }
        assertSame(expected, iterator.next());
      }
      assertFalse(iterator.hasNext());
      assertThrows(NoSuchElementException.class, iterator::next);
      iterator.reset();
    }
  }

  private static void assertSame(TokenClassificationBatch expected, MultiDataSet data) {
    TokenBatch tokens = expected.sequences();
    int count = tokens.sequences();
    int length = tokens.longest();
    float[] ids = new float[count * length];
    float[] mask = new float[count * length];
    float[] labels = new float[count * LABELS.size() * length];
    float[] labelMask = new float[count * length];
    for (int s = 0; s < count; s++) {
      for (int i = 0; i < tokens.length(s); i++) {
        int label = expected.label(tokens.start(s) + i);
        ids[s * length + i] = tokens.inputId(tokens.start(s) + i);
        mask[s * length + i] = 1;
        labelMask[s * length + i] = label < 0 ? 0 : 1;
        if (label >= 0) {
          labels[(s * LABELS.size() + label) * length + i] = 1;
        }
      }
    }
    assertArrayEquals(ids, data.getFeatures(0).data().asFloat());
    assertArrayEquals(new float[count * length], data.getFeatures(1).data().asFloat());
    assertArrayEquals(mask, data.getFeaturesMaskArray(0).data().asFloat());
    assertArrayEquals(mask, data.getFeaturesMaskArray(1).data().asFloat());
    assertArrayEquals(labels, data.getLabels(0).data().asFloat());
    assertArrayEquals(labelMask, data.getLabelsMaskArray(0).data().asFloat());
    assertArrayEquals(new long[] {count, LABELS.size(), length}, data.getLabels(0).shape());
  }

  @Test
  void prefetchingInAWorkspaceGivesTheSameArrays() {
    IteratorSettings settings = IteratorSettings.training(8, 24, 3);
    TokenClassificationIterator plain = iterator(settings, 200);
    TokenClassificationIterator source = iterator(settings, 200);
    assertTrue(source.asyncSupported());
    AsyncMultiDataSetIterator prefetched = new AsyncMultiDataSetIterator(source, 4, true);
    List<INDArray> kept = new ArrayList<>();
    while (plain.hasNext()) {
      assertTrue(prefetched.hasNext());
      INDArray expected = plain.next().getFeatures(0);
      INDArray actual = prefetched.next().getFeatures(0);
      assertEquals(expected, actual);
    }
    assertFalse(prefetched.hasNext());
    prefetched.shutdown();
    try (MemoryWorkspace unused =
        Nd4j.getWorkspaceManager()
            .getAndActivateWorkspace(
                WorkspaceConfiguration.builder().initialSize(1 << 20).build(), "test")) {
      plain.reset();
      kept.add(plain.next().getFeatures(0));
      assertTrue(unused.isScopeActive());
    }
    assertFalse(kept.get(0).isAttached());
  }

  @Test
  void thePreprocessorSeesEveryBatchAndEpochsDiffer() {
    TokenClassificationIterator iterator = iterator(IteratorSettings.training(8, 24, 3), 100);
    List<Long> sizes = new ArrayList<>();
    iterator.setPreProcessor(
        data -> {
          sizes.add(data.getFeatures(0).size(0));
          data.getFeatures(0).muli(2);
        });
    MultiDataSet first = iterator.next();
    assertEquals(2 * tokenizer.clsId(), first.getFeatures(0).getInt(0, 0, 0));
    while (iterator.hasNext()) {
      iterator.next();
    }
    iterator.reset();
    assertNotEquals(first.getFeatures(0), iterator.next().getFeatures(0));
    assertTrue(sizes.size() > 10);
    assertEquals(
        5, iterator(IteratorSettings.evaluation(8, 24), 100).next(5).getFeatures(0).size(0));
  }

  @Test
  void textsAndPairsAreClassified() {
    List<TextOfClass> texts =
        List.of(
            new TextOfClass("w1 w2", null, 2),
            new TextOfClass("w3", "w4 w5 [SEP]", 0),
            new TextOfClass("w1 w1 w1 w1 w1 w1 w1 w1", "w2", 1));
    SequenceClassificationIterator iterator =
        SequenceClassificationIterator.of(
            texts, tokenizer, 3, new IteratorSettings(2, 8, false, 0, true));
    MultiDataSet data = iterator.next();
    assertEquals(Nd4j.createFromArray(new float[][] {{0, 0, 1}, {1, 0, 0}}), data.getLabels(0));
    assertArrayEquals(
        new float[] {1, 1, 1, 1, 0, 0, 0, 0},
        firstEight(data.getFeaturesMaskArray(0)),
        "a text's four tokens");
    INDArray types = data.getFeatures(1);
    assertEquals(0, types.getInt(1, 0, 2));
    assertEquals(1, types.getInt(1, 0, 3));
    assertEquals(8, iterator.next().getFeatures(0).size(2), "cut to the longest allowed");
    assertFalse(iterator.hasNext());
    String refused =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    SequenceClassificationIterator.of(
                        texts, tokenizer, 2, IteratorSettings.evaluation(2, 8)))
            .getMessage();
    assertEquals("text 1 has class 2, expected 0 to 1", refused);
  }

  private static float[] firstEight(INDArray mask) {
    float[] all = mask.data().asFloat();
    float[] eight = new float[8];
    System.arraycopy(all, 0, eight, 0, Math.min(8, (int) mask.size(1)));
    return eight;
  }
}
