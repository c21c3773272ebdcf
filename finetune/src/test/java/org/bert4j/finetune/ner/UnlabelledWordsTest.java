package org.bert4j.finetune.ner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.ner.data.SourcePosition;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;

/** Words that a file labels -100. */
class UnlabelledWordsTest {
  private static final List<String> VOCABULARY =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c");

  private static TaggedSentence sentence(Set<Integer> unlabelled, EntitySpan... entities) {
    return new TaggedSentence(
        List.of("a", "b", "c"),
        List.of(entities),
        SourcePosition.ofLine("made", 1),
        Optional.empty(),
        unlabelled);
  }

  @Test
  void areNotLearntFrom() {
    EntityLabels labels = EntityLabels.ofTypes(List.of("P"));
    List<TaggedSentence> sentences =
        List.of(sentence(Set.of(1), new EntitySpan("P", 0, 0)), sentence(Set.of(0, 1, 2)));
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, BertNormalization.cased())) {
      NerWindows windows =
          new NerWindows(
              sentences,
              tokenizer,
              new WindowSplitter(8, tokenizer.clsId(), tokenizer.sepId()),
              labels,
              new UnknownTokens(tokenizer.unknownId()));
      assertEquals(1, windows.count(), "nothing is learnt from a sentence without labels");
      TokenClassificationBatch batch = new TokenClassificationBatch();
      windows.addTo(batch, 0);
      assertEquals(2, batch.labelled(), "labels of three words, one of them without");
    }
  }

  @Test
  void areNotScored() {
    TaggedSentence sentence = sentence(Set.of(1));
    assertEquals(List.of("a", "c"), sentence.labelled(sentence.words()));
    assertEquals(
        List.of(new EntitySpan("P", 0, 1)),
        sentence.labelledSpans(List.of(new EntitySpan("P", 0, 2))));
    assertEquals(List.of(), sentence.labelledSpans(List.of(new EntitySpan("P", 1, 1))));
  }
}
