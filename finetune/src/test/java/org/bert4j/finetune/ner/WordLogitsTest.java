package org.bert4j.finetune.ner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.bert4j.finetune.dl4j.TaskArrays;
import org.bert4j.finetune.ner.data.WordSplitting;
import org.bert4j.finetune.ner.decode.EntityDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Logits of words as ND4J arrays are those that entities are made of. */
class WordLogitsTest {
  @TempDir Path directory;

  @Test
  void everyWordHasARowHoweverLongTheSentence() throws IOException {
    Path model = RandomNerModel.in(directory, WordSplitting.RUNS, "PER", "LOC");
    try (NerTagger tagger = NerTagger.load(model)) {
      for (List<String> words :
          List.of(List.of("Anna", "lives", "here"), Collections.nCopies(70, "Ulm"))) {
        INDArray logits = TaskArrays.wordLogits(tagger, words);
        assertArrayEquals(new long[] {words.size(), 5}, logits.shape());
        assertEquals(
            tagger.tagWords(List.of(words)).get(0),
            new EntityDecoder(tagger.labels()).entities(logits.data().asFloat()));
      }
    }
  }
}
