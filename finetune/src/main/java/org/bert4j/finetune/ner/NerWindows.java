package org.bert4j.finetune.ner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.ner.feature.TokenWindow;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.feature.WordPieces;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.tokenizer.BertTokenizer;

/** The training windows of tagged sentences, each with its labels. */
public final class NerWindows {
  private record Labelled(TokenWindow window, int[] labels) {}

  private final List<Labelled> windows = new ArrayList<>();

  /**
   * Cuts sentences into windows.
   *
   * @param sentences tagged sentences of types that the labels know
   * @param tokenizer the model's tokenizer
   * @param splitter cuts long sentences
   * @param labels the model's labels
   * @param unknown counts what the vocabulary does not know
   */
  public NerWindows(
      List<TaggedSentence> sentences,
      BertTokenizer tokenizer,
      WindowSplitter splitter,
      EntityLabels labels,
      UnknownTokens unknown) {
    List<WordPieces> pieces =
        WordPieces.of(tokenizer, sentences.stream().map(TaggedSentence::words).toList());
    for (int i = 0; i < sentences.size(); i++) {
      pieces.get(i).words().forEach(unknown::add);
      int[] wordLabels = labels(sentences.get(i), labels);
      for (TokenWindow window : splitter.split(pieces.get(i))) {
        windows.add(new Labelled(window, window.labels(wordLabels)));
      }
    }
  }

  private static int[] labels(TaggedSentence sentence, EntityLabels labels) {
    List<Tag> tags = sentence.tags(labels.scheme());
    int[] ids = new int[tags.size()];
    for (int word = 0; word < ids.length; word++) {
      Tag tag = tags.get(word);
      String place = sentence.source().of(word);
      ids[word] =
          labels
              .id(tag)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          String.format(
                              Locale.ROOT,
                              "%s: the model has no label %s among its labels %s",
                              place,
                              tag,
                              labels.names())));
    }
    return ids;
  }

  /**
   * Number of windows, numbered from 0.
   *
   * @return their number
   */
  public int count() {
    return windows.size();
  }

  /**
   * Length of a window.
   *
   * @param window its number
   * @return S, special tokens included
   */
  public int length(int window) {
    return windows.get(window).window().length();
  }

  /**
   * Adds a window with its labels to a batch.
   *
   * @param batch the batch
   * @param window its number
   */
  public void addTo(TokenClassificationBatch batch, int window) {
    Labelled labelled = windows.get(window);
    labelled.window().addTo(batch.sequences());
    for (int label : labelled.labels()) {
      batch.addLabel(label);
    }
  }
}
