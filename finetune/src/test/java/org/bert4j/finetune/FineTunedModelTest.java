package org.bert4j.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.inference.Sequences;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertForQuestionAnswering;
import org.bert4j.finetune.qa.AnswerSettings;
import org.bert4j.finetune.qa.SmallModel;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTunedModelTest {
  private static final List<String> VOCABULARY =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a");

  @TempDir Path directory;

  private FineTunedModel load() throws IOException {
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, BertNormalization.cased())) {
      Path checkpoint = SmallModel.write(directory, tokenizer, 8, AnswerSettings.DEFAULT);
      return FineTunedModel.load(
          CheckpointDirectory.open(checkpoint),
          new SharedModel.Compute(DataType.FP32, 1),
          BertForQuestionAnswering::new,
          "qa train");
    }
  }

  private record OneWindow(int... ids) implements Sequences {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public int length(int window) {
      return ids.length;
    }

    @Override
    public void addTo(TokenBatch batch, int window) {
      batch.add(ids, new int[ids.length], 0, ids.length);
    }
  }

  @Test
  void whoeverAsksOneThreadComputes() throws Exception {
    Set<Thread> computing = ConcurrentHashMap.newKeySet();
    try (FineTunedModel model = load()) {
      Runnable call =
          () ->
              model.compute(
                  new OneWindow(2, 5, 3),
                  (window, logits) -> computing.add(Thread.currentThread()));
      List<Thread> asking = Stream.generate(() -> new Thread(call)).limit(3).toList();
      asking.forEach(Thread::start);
      for (Thread each : asking) {
        each.join();
      }
      call.run();
    }
    assertEquals(1, computing.size());
    assertNotEquals(Thread.currentThread(), computing.iterator().next());
  }

  @Test
  void whatFailsThereFailsHere() throws IOException {
    try (FineTunedModel model = load()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> model.compute(new OneWindow(2, 99, 3), (window, logits) -> {}));
      IOException thrown = new IOException("as it was");
      assertEquals(
          thrown,
          assertThrows(
              IOException.class,
              () ->
                  model.whileOpen(
                      () -> {
                        throw thrown;
                      })));
    }
  }

  @Test
  void nothingIsCalledAfterClosing() throws IOException {
    FineTunedModel model = load();
    model.close();
    model.close();
    assertThrows(IllegalStateException.class, () -> model.whileOpen(() -> 1));
  }
}
