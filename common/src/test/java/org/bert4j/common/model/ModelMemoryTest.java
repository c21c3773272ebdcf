package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.layer.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model takes off the heap, as the system's allocator counts it. */
class ModelMemoryTest {
  private static final BertConfig CONFIG = BertConfig.preset("small", 30_522);
  private static final double MARGIN = 1.15;

  /** What glibc's {@code mallinfo2} returns. */
  @FieldOrder({
    "arena",
    "ordblks",
    "smblks",
    "hblks",
    "hblkhd",
    "usmblks",
    "fsmblks",
    "uordblks",
    "fordblks",
    "keepcost"
  })
  public static final class MallInfo extends Structure implements Structure.ByValue {
    public long arena;
    public long ordblks;
    public long smblks;
    public long hblks;
    public long hblkhd;
    public long usmblks;
    public long fsmblks;
    public long uordblks;
    public long fordblks;
    public long keepcost;
  }

  private static long allocated() {
    MallInfo info =
        (MallInfo)
            NativeLibrary.getProcess()
                .getFunction("mallinfo2")
                .invoke(MallInfo.class, new Object[0]);
    return info.uordblks + info.hblkhd;
  }

  private static DataParallel<BertForTokenClassification, TokenClassificationBatch> tagger(
      ComputeEngine engine, DataType type) {
    return DataParallel.used(engine, () -> new BertForTokenClassification(CONFIG, 9), type);
  }

  /** Each weight once, in the type in which it is used, whatever the number of threads. */
  @ParameterizedTest
  @CsvSource({"FP32, 1", "FP32, 2", "FP32, 4", "BF16, 1", "BF16, 4"})
  void aModelForUseHoldsItsWeightsOnce(DataType type, int threads) {
    assumeTrue(hasMallinfo2(), "no mallinfo2 in this C library");
    try (ComputeEngine engine = new ComputeEngine(threads)) {
      tagger(engine, type).close(); // loads what is loaded once
      long least = Long.MAX_VALUE;
      long most = 0;
      long expected = 0;
      for (int i = 0; i < 5; i++) { // the JVM allocates and frees meanwhile, too
        long before = allocated();
        try (var model = tagger(engine, type)) {
          least = Math.min(least, allocated() - before);
          most = Math.max(most, allocated() - before);
          expected = bytes(model.parameters(), type);
        }
      }
      assertTrue(least <= MARGIN * expected, least + " of " + expected);
      assertTrue(most >= 0.98 * expected, most + " of " + expected);
    }
  }

  /** Embeddings are looked up in single precision, all else is in the type of products. */
  private static long bytes(Parameters parameters, DataType type) {
    long embeddings =
        parameters.named().entrySet().stream()
            .filter(each -> each.getKey().contains("_embeddings."))
            .mapToLong(each -> each.getValue().elements())
            .sum();
    return embeddings * Float.BYTES + (parameters.elements() - embeddings) * type.bytes();
  }

  /** Layers take turns in the memory of activations: far less than training takes. */
  @Test
  void activationsAreSizedForEvaluation() {
    assumeTrue(hasMallinfo2(), "no mallinfo2 in this C library");
    TokenBatch batch = new TokenBatch();
    for (int s = 0; s < 16; s++) {
      batch.add(new int[256], new int[256], 0, 256);
    }
    long training =
        new TrainingMemory(() -> new BertForTokenClassification(CONFIG, 9), DataType.FP32, 1)
            .activationBytes(new BatchShape(16, 256, 0));
    try (ComputeEngine engine = new ComputeEngine(1);
        var model = tagger(engine, DataType.FP32)) {
      long before = allocated();
      model.logits(batch);
      long taken = allocated() - before;
      assertTrue(taken < training / 4, taken + " of " + training);
    }
  }

  private static boolean hasMallinfo2() {
    try {
      NativeLibrary.getProcess().getFunction("mallinfo2");
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
