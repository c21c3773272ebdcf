package org.bert4j.pretrain.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.kernel.DataType;
import org.bert4j.pretrain.dl4j.TextArrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a model computes of texts, as ND4J arrays. */
class TextArraysTest {
  @TempDir Path directory;

  @Test
  void arraysAreOfTheTextsWordPieces() throws IOException {
    Path model = RandomBert.in(directory, tensors -> {});
    try (PretrainedBert bert = PretrainedBert.load(model, DataType.FP32, 2)) {
      TextArrays arrays = new TextArrays(bert);
      List<INDArray> states = arrays.hiddenStates("the old town");
      assertEquals(3, states.size());
      states.forEach(each -> assertArrayEquals(new long[] {5, 16}, each.shape()));
      assertEquals(bert.lastHiddenState("the old town"), states.get(2));
      assertEquals(states.get(0), arrays.embeddings("the old town"));
      List<INDArray> attentions = arrays.attentions("the old town");
      assertEquals(2, attentions.size());
      attentions.forEach(each -> assertArrayEquals(new long[] {2, 5, 5}, each.shape()));
      int vocabulary = bert.tokenizer().vocabularySize();
      INDArray logits = arrays.maskLogits("the [MASK] left the [MASK]");
      assertArrayEquals(new long[] {2, vocabulary}, logits.shape());
      String best = bert.tokenizer().token(logits.argMax(1).getInt(1));
      List<List<MaskPrediction>> filled =
          new FillMask(bert.model(), bert.tokenizer()).predict("the [MASK] left the [MASK]", 1);
      assertEquals(filled.get(1).get(0).token(), best);
      assertArrayEquals(new long[] {0, vocabulary}, arrays.maskLogits("the town").shape());
    }
  }
}
