package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.QuestionAnsweringBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parity with the reference values, at the tolerances of their README. */
class BertForQuestionAnsweringTest extends HeadContract<QuestionAnsweringBatch> {
  private static final double FORWARD = 2e-5;
  private static final double LOSS = 1e-5;

  private final GoldenInputs inputs = new GoldenInputs("tiny");
  private final ComputeEngine engine = new ComputeEngine(2);
  private DataParallel<BertForQuestionAnswering, QuestionAnsweringBatch> golden;

  @BeforeEach
  void load() throws IOException {
    BertConfig config = BertConfig.read(Golden.path("tiny/qa/config.json"));
    golden =
        DataParallel.trained(engine, () -> new BertForQuestionAnswering(config), DataType.FP32);
    GoldenModel.load(golden, "tiny/qa");
  }

  @AfterEach
  void close() {
    golden.close();
    engine.close();
  }

  @Override
  BertForQuestionAnswering model(BertConfig config) {
    return new BertForQuestionAnswering(config);
  }

  @Override
  void label(QuestionAnsweringBatch batch, int sequence) {
    int length = batch.sequences().length(sequence);
    batch.addAnswer(sequence == 1 ? -1 : length / 3, sequence == 2 ? length : length / 2);
  }

  /** Shifting all logits of a sequence alike changes nothing, so no bias before them does. */
  @Override
  boolean isNoise(String name) {
    return super.isNoise(name)
        || name.equals("qa_outputs.bias")
        || name.equals("bert.encoder.layer.1.output.LayerNorm.bias");
  }

  private QuestionAnsweringBatch goldenBatch(int[] starts, int[] ends) {
    QuestionAnsweringBatch batch = new QuestionAnsweringBatch();
    for (int s = 0; s < inputs.batchSize(); s++) {
      inputs.addSequence(batch.sequences(), s);
      batch.addAnswer(starts[s], ends[s]);
    }
    return batch;
  }

  private QuestionAnsweringBatch goldenBatch() {
    return goldenBatch(inputs.ints("start_positions"), inputs.ints("end_positions"));
  }

  @Test
  void logitsAndLossAreTheReferences() {
    Map<String, Golden.Tensor> forward = Golden.tensors("tiny/qa/forward.safetensors");
    float[] logits = golden.logits(goldenBatch().sequences());
    assertClose("start", reference(forward, "start_logits"), column(logits, 0), FORWARD);
    assertClose("end", reference(forward, "end_logits"), column(logits, 1), FORWARD);
    double expected =
        Golden.json("tiny/qa/scalars.json")
            .get("loss_if_padding_positions_were_masked_not_hf")
            .asDouble();
    assertEquals(expected, golden.evaluate(goldenBatch()).loss(), LOSS);
  }

  private float[] reference(Map<String, Golden.Tensor> forward, String name) {
    return inputs.withoutPadding(forward.get(name));
  }

  private static float[] column(float[] logits, int column) {
    float[] result = new float[logits.length / 2];
    for (int i = 0; i < result.length; i++) {
      result[i] = logits[2 * i + column];
    }
    return result;
  }

  @Test
  void everyGradientIsTheReferences() {
    QuestionAnsweringBatch batch = goldenBatch();
    golden.forwardBackward(batch, new MicroStep(batch.targets(), 0, false, true));
    Map<String, Golden.Tensor> expected =
        Golden.tensors("tiny/qa/gradients_without_padding.safetensors");
    GradientParity.assertSame(expected, golden, this::isNoise);
  }

  @Test
  void positionsOutsideTheirSequenceDoNotCount() {
    int[] starts = {5, 16, -1, 0};
    int[] ends = {7, 23, 10, 15};
    QuestionAnsweringBatch batch = goldenBatch(starts, ends);
    Map<String, Golden.Tensor> forward = Golden.tensors("tiny/qa/forward.safetensors");
    double expected =
        (naiveLoss(reference(forward, "start_logits"), starts)
                + naiveLoss(reference(forward, "end_logits"), ends))
            / 2;
    assertEquals(List.of(2L, 2L), batch.targets());
    assertEquals(expected, golden.evaluate(batch).loss(), LOSS);
  }

  private double naiveLoss(float[] logits, int[] positions) {
    double sum = 0;
    int count = 0;
    int first = 0;
    for (int s = 0; s < positions.length; s++) {
      int length = inputs.length(s);
      if (positions[s] >= 0 && positions[s] < length) {
        double total = 0;
        for (int i = 0; i < length; i++) {
          total += Math.exp(logits[first + i]);
        }
        sum += Math.log(total) - logits[first + positions[s]];
        count++;
      }
      first += length;
    }
    return sum / count;
  }
}
