package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.store.CorpusTokenizer;
import org.bert4j.pretrain.store.TokenStore;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the instances that Google's script made of its sample text, and those made here of the same
 * text, against the same rules. Runs where the sample stands beside the repository.
 */
class GoogleSampleTest {
  private static final Path SHARED = Path.of("../../shared/data");
  private static final Path SAMPLE = SHARED.resolve("pretrain/google-sample");
  private static final int MAX_SEQ_LENGTH = 128;
  private static final int MAX_PREDICTIONS = 20;
  private static final int CLS = 101;
  private static final int SEP = 102;
  private static final int MASK = 103;

  @TempDir Path directory;

  private TokenStore store;
  private MaskingVocabulary pieces;

  /** A sequence with its masks undone. */
  private record Sequence(int[] ids, int[] types, int[] masked, int[] inputs, boolean randomNext) {
    int separator() {
      return IntStream.range(0, ids.length).filter(i -> ids[i] == SEP).findFirst().orElseThrow();
    }

    int[] first() {
      return Arrays.copyOfRange(ids, 1, separator());
    }

    int[] second() {
      return Arrays.copyOfRange(ids, separator() + 1, ids.length - 1);
    }
  }

  /** A run of tokens of a document. */
  private record Place(int document, int start, int end) {}

  @BeforeEach
  void tokenize() throws IOException {
    assumeTrue(Files.isDirectory(SAMPLE), "no " + SAMPLE + ", nothing to compare with");
    Corpus corpus = Corpus.of(List.of(SAMPLE.resolve("sample_text.txt")), CorpusOptions.DEFAULT);
    try (BertTokenizer tokenizer = BertTokenizer.load(SHARED.resolve("vocab/bert-base-uncased"))) {
      CorpusTokenizer.write(corpus, tokenizer, directory.resolve("store"), CorpusListener.NONE);
      pieces = new MaskingVocabulary(tokenizer);
    }
    store = TokenStore.open(directory.resolve("store"));
  }

  @Test
  void instancesOfGooglesScriptObeyTheRules() throws IOException {
    List<Sequence> sequences = new ArrayList<>();
    for (Map<String, long[]> features : TfExamples.read(SAMPLE.resolve("tf_examples.tfrecord"))) {
      sequences.add(sequence(features));
    }
    assertEquals(60, sequences.size());
    assertObeysRules(sequences, MAX_PREDICTIONS);
  }

  @Test
  void instancesMadeHereObeyTheSameRules() {
    DataConfig config = new DataConfig(MAX_SEQ_LENGTH, 0.1, 0.15, false, 1, 12345);
    List<Sequence> sequences = new ArrayList<>();
    try (PretrainingBatches batches =
        new PretrainingBatches(Documents.all(store), pieces, config, DataPosition.START)) {
      while (batches.position().epoch() < 100) {
        sequences.add(sequence(batches.next(1).get(0)));
      }
    }
    assertObeysRules(sequences, Integer.MAX_VALUE);
  }

  private static Sequence sequence(Map<String, long[]> features) {
    int length = (int) Arrays.stream(features.get("input_mask")).sum();
    int[] inputs = Arrays.copyOf(integers(features.get("input_ids")), length);
    int[] types = Arrays.copyOf(integers(features.get("segment_ids")), length);
    int[] positions = integers(features.get("masked_lm_positions"));
    int[] labels = integers(features.get("masked_lm_ids"));
    int predictions = (int) Arrays.stream(labels).filter(id -> id != 0).count();
    int[] ids = inputs.clone();
    for (int i = 0; i < predictions; i++) {
      ids[positions[i]] = labels[i];
    }
    boolean random = features.get("next_sentence_labels")[0] == PretrainingBatch.RANDOM_NEXT;
    return new Sequence(ids, types, Arrays.copyOf(positions, predictions), inputs, random);
  }

  private static Sequence sequence(PretrainingBatch batch) {
    int length = batch.sequences().tokens();
    int[] inputs = IntStream.range(0, length).map(batch.sequences()::inputId).toArray();
    int[] types = IntStream.range(0, length).map(batch.sequences()::tokenTypeId).toArray();
    int[] positions = IntStream.range(0, batch.masked()).map(batch::maskedPosition).toArray();
    int[] ids = inputs.clone();
    for (int i = 0; i < positions.length; i++) {
      ids[positions[i]] = batch.maskedId(i);
    }
    boolean random = batch.nextSentenceLabel(0) == PretrainingBatch.RANDOM_NEXT;
    return new Sequence(ids, types, positions, inputs, random);
  }

  private static int[] integers(long[] values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  private void assertObeysRules(List<Sequence> sequences, int maxPredictions) {
    int masked = 0;
    int hidden = 0;
    int kept = 0;
    int random = 0;
    for (Sequence sequence : sequences) {
      assertLayout(sequence);
      assertMasks(sequence, maxPredictions);
      assertSegments(sequence);
      masked += sequence.masked().length;
      random += sequence.randomNext() ? 1 : 0;
      for (int position : sequence.masked()) {
        hidden += sequence.inputs()[position] == MASK ? 1 : 0;
        kept += sequence.inputs()[position] == sequence.ids()[position] ? 1 : 0;
      }
    }
    double deviations = 4 / Math.sqrt(masked);
    assertEquals(0.8, (double) hidden / masked, 0.4 * deviations);
    assertEquals(0.1, (double) kept / masked, 0.3 * deviations);
    // More than half: a chunk of one sentence always gets a random second segment.
    double share = (double) random / sequences.size();
    assertTrue(share > 0.4 && share < 0.85, share + " of the second segments are random");
  }

  private static void assertLayout(Sequence sequence) {
    int[] ids = sequence.ids();
    assertTrue(ids.length <= MAX_SEQ_LENGTH);
    assertEquals(CLS, ids[0]);
    assertEquals(SEP, ids[ids.length - 1]);
    assertEquals(2, Arrays.stream(ids).filter(id -> id == SEP).count());
    assertEquals(1, Arrays.stream(ids).filter(id -> id == CLS).count());
    for (int i = 0; i < ids.length; i++) {
      assertEquals(i <= sequence.separator() ? 0 : 1, sequence.types()[i]);
    }
    assertTrue(sequence.first().length > 0 && sequence.second().length > 0);
  }

  private static void assertMasks(Sequence sequence, int maxPredictions) {
    int[] masked = sequence.masked();
    int expected = (int) Math.max(1, Math.rint(sequence.ids().length * 0.15));
    assertEquals(Math.min(expected, maxPredictions), masked.length);
    for (int i = 0; i < masked.length; i++) {
      assertTrue(i == 0 || masked[i] > masked[i - 1]);
      int id = sequence.ids()[masked[i]];
      assertFalse(id == CLS || id == SEP, "a special token is masked");
    }
    for (int i = 0; i < sequence.ids().length; i++) {
      boolean changed = sequence.ids()[i] != sequence.inputs()[i];
      assertTrue(!changed || Arrays.binarySearch(masked, i) >= 0);
    }
  }

  /** Both segments are runs of tokens; whole sentences unless truncated; the second as labelled. */
  private void assertSegments(Sequence sequence) {
    boolean truncated = sequence.ids().length == MAX_SEQ_LENGTH;
    List<Place> first = places(sequence.first(), truncated);
    List<Place> second = places(sequence.second(), truncated);
    assertFalse(first.isEmpty(), "the first segment is not in the text");
    assertFalse(second.isEmpty(), "the second segment is not in the text");
    boolean fits =
        first.stream()
            .anyMatch(
                a -> second.stream().anyMatch(b -> fits(a, b, sequence.randomNext(), truncated)));
    assertTrue(fits, sequence.randomNext() ? "not from another document" : "does not follow");
  }

  private static boolean fits(Place first, Place second, boolean randomNext, boolean truncated) {
    if (randomNext) {
      return first.document() != second.document();
    }
    int gap = second.start() - first.end();
    return first.document() == second.document() && (truncated ? gap >= 0 : gap == 0);
  }

  /** Where a segment stands in the text; between ends of sentences if it is not truncated. */
  private List<Place> places(int[] segment, boolean truncated) {
    List<Place> places = new ArrayList<>();
    for (int document = 0; document < store.documents(); document++) {
      int[] tokens = new int[store.tokens(document)];
      store.copyTokens(document, 0, tokens, 0, tokens.length);
      for (int start = 0; start + segment.length <= tokens.length; start++) {
        int end = start + segment.length;
        boolean same = Arrays.equals(tokens, start, end, segment, 0, segment.length);
        if (same && (truncated || isBoundary(document, start) && isBoundary(document, end))) {
          places.add(new Place(document, start, end));
        }
      }
    }
    return places;
  }

  private boolean isBoundary(int document, int token) {
    return IntStream.rangeClosed(0, store.sentences(document))
        .anyMatch(sentence -> store.sentenceStart(document, sentence) == token);
  }
}
