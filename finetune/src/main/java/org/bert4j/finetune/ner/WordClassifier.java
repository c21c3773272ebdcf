package org.bert4j.finetune.ner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.model.BertForTokenClassification;
import org.bert4j.finetune.ner.decode.EntityDecoder;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.feature.TokenWindow;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.feature.WordPieces;

/**
 * Predicts the entities of sentences that are word pieces already. The model is used by one thread
 * at a time, decoding is not.
 *
 * @param model the model, of K labels
 * @param splitter cuts long sentences into windows
 * @param decoder makes entities of logits
 */
record WordClassifier(
    BertForTokenClassification model, WindowSplitter splitter, EntityDecoder decoder) {
  /** Sequences of a batch at most. */
  static final int BATCH_SEQUENCES = 32;

  /** Tokens of a batch at most, unless a single sequence has more. */
  private static final int BATCH_TOKENS = 4096;

  private record Place(int sentence, TokenWindow window) {}

  /**
   * Predicts.
   *
   * @param sentences the pieces of every sentence
   * @return the entities of every sentence
   */
  List<List<ScoredEntity>> entities(List<WordPieces> sentences) {
    return logits(sentences).stream().map(decoder::entities).toList();
  }

  /** Logits of the words of every sentence, {@code [W, K]} each. */
  private List<float[]> logits(List<WordPieces> sentences) {
    List<float[]> logits = new ArrayList<>(sentences.size());
    List<Place> places = new ArrayList<>();
    for (int sentence = 0; sentence < sentences.size(); sentence++) {
      WordPieces pieces = sentences.get(sentence);
      logits.add(new float[pieces.words().size() * model.labels()]);
      for (TokenWindow window : splitter.split(pieces)) {
        places.add(new Place(sentence, window));
      }
    }
    // Attention is fastest over equally long neighbours.
    places.sort(Comparator.comparingInt(place -> place.window().length()));
    int from = 0;
    while (from < places.size()) {
      int to = batchEnd(places, from);
      classify(places.subList(from, to), logits);
      from = to;
    }
    return logits;
  }

  private static int batchEnd(List<Place> places, int from) {
    int to = from;
    int tokens = 0;
    while (to < places.size() && to - from < BATCH_SEQUENCES) {
      tokens += places.get(to).window().length();
      if (to > from && tokens > BATCH_TOKENS) {
        break;
      }
      to++;
    }
    return to;
  }

  private void classify(List<Place> places, List<float[]> logits) {
    TokenBatch batch = new TokenBatch();
    for (Place place : places) {
      int[] ids = place.window().ids();
      batch.add(ids, new int[ids.length], 0, ids.length);
    }
    float[] ofTokens;
    synchronized (model) {
      ofTokens = model.logits(batch);
    }
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      place.window().stitch(ofTokens, batch.start(i), logits.get(place.sentence()), model.labels());
    }
  }
}
