package org.bert4j.finetune.ner;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.WindowLogits;
import org.bert4j.finetune.WindowScorer;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.ner.decode.EntityDecoder;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.feature.TokenWindow;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.feature.WordPieces;
import org.bert4j.finetune.ner.metrics.NerEvaluation;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Predicts the entities of sentences. As thread-safe as its scorer.
 *
 * @param scorer a model of K outputs a token
 * @param splitter cuts long sentences into windows
 * @param decoder makes entities of logits
 * @param unknown counts what the vocabulary does not know
 */
record WordClassifier(
    WindowScorer scorer, WindowSplitter splitter, EntityDecoder decoder, UnknownTokens unknown) {
  private record Place(int sentence, TokenWindow window) {}

  /** Windows of many sentences. */
  private record Windows(List<Place> places) implements WindowLogits.Windows {
    @Override
    public int count() {
      return places.size();
    }

    @Override
    public int length(int window) {
      return places.get(window).window().length();
    }

    @Override
    public void addTo(TokenBatch batch, int window) {
      places.get(window).window().addTo(batch);
    }
  }

  /**
   * Predicts.
   *
   * @param sentences the pieces of every sentence
   * @return the entities of every sentence
   */
  List<List<ScoredEntity>> entities(List<WordPieces> sentences) {
    return logits(sentences).parallelStream().map(decoder::entities).toList();
  }

  /**
   * Compares predictions with annotations.
   *
   * @param data annotated sentences; entities of types that the labels do not know are missed
   * @param tokenizer the model's tokenizer
   */
  NerEvaluation evaluate(NerDataset data, BertTokenizer tokenizer) {
    List<TaggedSentence> sentences = data.sentences();
    List<WordPieces> pieces =
        WordPieces.of(tokenizer, sentences.stream().map(TaggedSentence::words).toList());
    return NerEvaluation.of(
        sentences.stream().map(sentence -> sentence.tags(TagScheme.BIO)).toList(),
        entities(pieces).stream()
            .map(entities -> entities.stream().map(ScoredEntity::span).toList())
            .toList());
  }

  /** Logits of the words of every sentence, {@code [W, K]} each. */
  List<float[]> logits(List<WordPieces> sentences) {
    int labels = decoder.labels();
    List<float[]> logits = new ArrayList<>(sentences.size());
    List<Place> places = new ArrayList<>();
    for (int sentence = 0; sentence < sentences.size(); sentence++) {
      WordPieces pieces = sentences.get(sentence);
      logits.add(new float[pieces.words().size() * labels]);
      pieces.words().forEach(unknown::add);
      for (TokenWindow window : splitter.split(pieces)) {
        places.add(new Place(sentence, window));
      }
    }
    scorer.compute(
        new Windows(places),
        (window, ofTokens) -> {
          Place place = places.get(window);
          place.window().stitch(ofTokens, logits.get(place.sentence()), labels);
        });
    return logits;
  }
}
