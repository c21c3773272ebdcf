package org.bert4j.finetune.ner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.Sequences;
import org.bert4j.common.run.ExampleChoice;
import org.bert4j.common.run.ExamplePrediction;
import org.bert4j.common.run.ExamplePrediction.Mark;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.WindowScorer;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.SentenceText;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.ner.data.WordSpan;
import org.bert4j.finetune.ner.decode.EntityDecoder;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.feature.TokenWindow;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.feature.WordPieces;
import org.bert4j.finetune.ner.metrics.NerEvaluation;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
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

  /**
   * How good predictions are.
   *
   * @param evaluation the figures
   * @param examples some sentences with entities, annotated or predicted
   */
  record Outcome(NerEvaluation evaluation, List<ExamplePrediction> examples) {}

  /** Windows of many sentences. */
  private record Windows(List<Place> places) implements Sequences {
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
  Outcome evaluate(NerDataset data, BertTokenizer tokenizer) {
    List<TaggedSentence> sentences = data.sentences();
    List<WordPieces> pieces =
        WordPieces.of(tokenizer, sentences.stream().map(TaggedSentence::words).toList());
    List<List<ScoredEntity>> predicted = entities(pieces);
    List<List<Tag>> annotations = new ArrayList<>();
    List<List<EntitySpan>> predictions = new ArrayList<>();
    ExampleChoice examples = new ExampleChoice();
    for (int i = 0; i < sentences.size(); i++) {
      TaggedSentence sentence = sentences.get(i);
      List<EntitySpan> spans = predicted.get(i).stream().map(ScoredEntity::span).toList();
      annotations.add(sentence.labelled(sentence.tags(TagScheme.BIO)));
      predictions.add(sentence.labelledSpans(spans));
      if (!spans.isEmpty() || !sentence.entities().isEmpty()) {
        boolean right = spans.equals(sentence.entities());
        examples.add(right, () -> example(sentence, spans, right));
      }
    }
    return new Outcome(NerEvaluation.of(annotations, predictions), examples.examples());
  }

  private static ExamplePrediction example(
      TaggedSentence sentence, List<EntitySpan> predicted, boolean right) {
    SentenceText text = sentence.text();
    return new ExamplePrediction(
        Map.of("text", text.text()),
        marks(text, sentence.entities()),
        marks(text, predicted),
        right);
  }

  private static List<Mark> marks(SentenceText text, List<EntitySpan> entities) {
    return entities.stream()
        .map(
            entity -> {
              WordSpan place = text.span(entity.first(), entity.last());
              return Mark.of(entity.type(), place.start(), place.end());
            })
        .toList();
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
