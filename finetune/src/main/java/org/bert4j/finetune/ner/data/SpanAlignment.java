package org.bert4j.finetune.ner.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.OffsetEvidence;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.ner.tag.EntitySpan;

/**
 * Turns the character offsets of a file's spans into entities, by the words that they cover. {@link
 * TaggedSentence#tags} makes tags of these, and the labels of a model are made of the tags.
 */
final class SpanAlignment {
  private final SpanOptions options;
  private final WordSplitting splitting;
  private final ReadingNotes notes;
  private final OffsetUnit unit;

  /**
   * Decides what the offsets of a file count.
   *
   * @param sentences all sentences of the file
   * @throws IllegalArgumentException if that is to be decided here and cannot be
   */
  SpanAlignment(
      SpanOptions options,
      WordSplitting splitting,
      ReadingNotes notes,
      List<RawSentence> sentences) {
    this.options = options;
    this.splitting = splitting;
    this.notes = notes;
    OffsetEvidence evidence = new OffsetEvidence();
    sentences.stream()
        .filter(sentence -> !sentence.spans().isEmpty())
        .forEach(sentence -> weigh(sentence, evidence));
    unit = options.offsets() == OffsetUnit.AUTO ? evidence.decide() : options.offsets();
    if (evidence.matters()) {
      notes.fact("offsets count " + (unit == OffsetUnit.UTF16 ? "UTF-16 units" : "code points"));
    }
  }

  private static void weigh(RawSentence sentence, OffsetEvidence evidence) {
    SentenceText text = sentence.original().orElseThrow();
    if (!OffsetUnit.matters(text.text())) {
      return;
    }
    List<MarkedSpan> spans = sentence.spans();
    List<WordSpan> utf16 = places(spans, text, OffsetUnit.UTF16);
    List<WordSpan> codePoints = places(spans, text, OffsetUnit.CODE_POINTS);
    for (int i = 0; i < spans.size(); i++) {
      if (!utf16.get(i).equals(codePoints.get(i))) {
        evidence.add(
            fits(spans.get(i), utf16.get(i), text),
            fits(spans.get(i), codePoints.get(i), text),
            sentence.source() + ": " + spans.get(i).path());
      }
    }
  }

  /** Whether the span's own text stands there or, if it has none, words begin and end there. */
  private static boolean fits(MarkedSpan span, WordSpan place, SentenceText text) {
    if (!isWithin(place, text)) {
      return false;
    }
    if (span.surface() != null) {
      return span.surface().equals(text.text().substring(place.start(), place.end()));
    }
    int first = firstWord(text, word -> word.start() >= place.start());
    int last = firstWord(text, word -> word.end() >= place.end());
    List<WordSpan> words = text.spans();
    return last < words.size()
        && first <= last
        && words.get(first).start() == place.start()
        && words.get(last).end() == place.end();
  }

  private static List<WordSpan> places(List<MarkedSpan> spans, SentenceText text, OffsetUnit unit) {
    int[] offsets = new int[2 * spans.size()];
    for (int i = 0; i < spans.size(); i++) {
      offsets[2 * i] = spans.get(i).start();
      offsets[2 * i + 1] = spans.get(i).end();
    }
    if (unit == OffsetUnit.CODE_POINTS) {
      offsets = OffsetUnit.toUtf16(text.text(), offsets);
    }
    List<WordSpan> places = new ArrayList<>(spans.size());
    for (int i = 0; i < spans.size(); i++) {
      places.add(new WordSpan(offsets[2 * i], offsets[2 * i + 1]));
    }
    return places;
  }

  private static boolean isWithin(WordSpan place, SentenceText text) {
    return place.start() >= 0 && place.start() < place.end() && place.end() <= text.text().length();
  }

  /** An entity and where the file has it. */
  private record Found(EntitySpan entity, MarkedSpan span) {
    int words() {
      return entity.last() - entity.first() + 1;
    }
  }

  /**
   * The entities of a sentence.
   *
   * @throws IllegalArgumentException if a span is not in the text, cuts a word, or overlaps another
   *     one and may not; the message names file, line and span
   */
  List<EntitySpan> entities(RawSentence sentence) {
    SentenceText text = sentence.original().orElseThrow();
    List<WordSpan> places = places(sentence.spans(), text, unit);
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      found.add(new Found(entity(sentence, i, places.get(i)), sentence.spans().get(i)));
    }
    return withoutOverlaps(found, sentence);
  }

  private EntitySpan entity(RawSentence sentence, int index, WordSpan place) {
    SentenceText text = sentence.original().orElseThrow();
    MarkedSpan span = sentence.spans().get(index);
    if (!isWithin(place, text)) {
      throw error(
          sentence,
          span,
          String.format(
              Locale.ROOT,
              "start %d and end %d, expected 0 <= start < end <= %d, the length of the text",
              span.start(),
              span.end(),
              text.text().length()));
    }
    String surface = text.text().substring(place.start(), place.end());
    if (span.surface() != null && !span.surface().equals(surface)) {
      throw error(
          sentence,
          span,
          String.format(
              Locale.ROOT,
              "the text from %d to %d is \"%s\", not \"%s\"; offsets are read as %s, --offsets says"
                  + " it otherwise",
              span.start(),
              span.end(),
              Excerpt.of(surface),
              Excerpt.of(span.surface()),
              unit));
    }
    int first = firstWord(text, word -> word.end() > place.start());
    int last = firstWord(text, word -> word.start() >= place.end()) - 1;
    if (last < first) {
      throw error(
          sentence,
          span,
          String.format(
              Locale.ROOT, "no word from %d to %d, only space", span.start(), span.end()));
    }
    WordSpan words = text.span(first, last);
    if (words.start() < place.start() || words.end() > place.end()) {
      int cut = words.start() < place.start() ? first : last;
      boolean inclusive = words.start() == place.start() && words.end() == place.end() + 1;
      throw cut(sentence, span, text.spans().get(cut), inclusive);
    }
    return new EntitySpan(span.type(), first, last);
  }

  /** The first word from which on a condition holds, by bisection: a long text has many spans. */
  private static int firstWord(SentenceText text, Predicate<WordSpan> condition) {
    int from = 0;
    int to = text.spans().size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (condition.test(text.spans().get(middle))) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  private List<EntitySpan> withoutOverlaps(List<Found> found, RawSentence sentence) {
    // Sorting is stable: of equally long ones the first is kept.
    List<Found> longestFirst = new ArrayList<>(found);
    longestFirst.sort(Comparator.comparingInt(Found::words).reversed());
    EntitySpan[] taken = new EntitySpan[sentence.words().size()];
    List<EntitySpan> kept = new ArrayList<>();
    for (Found candidate : longestFirst) {
      EntitySpan entity = candidate.entity();
      EntitySpan other = null;
      for (int word = entity.first(); word <= entity.last() && other == null; word++) {
        other = taken[word];
      }
      if (other == null) {
        kept.add(entity);
        for (int word = entity.first(); word <= entity.last(); word++) {
          taken[word] = entity;
        }
      } else if (other.equals(entity)) {
        notes.count("duplicate spans merged");
      } else if (options.onOverlap() == SpanOptions.OnOverlap.FAIL) {
        throw error(sentence, candidate.span(), "overlaps another entity; expected none to");
      } else {
        notes.count("overlapping spans left out, the longest kept");
      }
    }
    kept.sort(Comparator.comparingInt(EntitySpan::first));
    return kept;
  }

  private IllegalArgumentException cut(
      RawSentence sentence, MarkedSpan span, WordSpan word, boolean inclusive) {
    String finer =
        splitting == WordSplitting.CHARACTERS
            ? ""
            : "; or split words finer, with --word-splitting "
                + (splitting == WordSplitting.WORDS ? WordSplitting.RUNS : WordSplitting.CHARACTERS)
                    .name()
                    .toLowerCase(Locale.ROOT);
    String text = sentence.original().orElseThrow().text();
    return error(
        sentence,
        span,
        String.format(
            Locale.ROOT,
            "%d to %d cuts the word \"%s\" (%d to %d), expected whole words%s",
            span.start(),
            span.end(),
            Excerpt.of(text.substring(word.start(), word.end())),
            word.start(),
            word.end(),
            inclusive ? "; an end is that of the character behind the last one" : finer));
  }

  private static IllegalArgumentException error(
      RawSentence sentence, MarkedSpan span, String message) {
    return new IllegalArgumentException(sentence.source() + ": " + span.path() + ": " + message);
  }
}
