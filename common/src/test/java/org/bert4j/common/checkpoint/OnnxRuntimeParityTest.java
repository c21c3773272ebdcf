package org.bert4j.common.checkpoint;

import static org.bert4j.common.Closeness.largestDifference;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.model.Activation;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.BertForQuestionAnswering;
import org.bert4j.common.model.BertForSequenceClassification;
import org.bert4j.common.model.BertForTokenClassification;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.ProblemType;
import org.bert4j.common.model.TrainableBert;
import org.bert4j.common.onnx.OnnxTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime computes with an exported model what is computed here with the same file. */
class OnnxRuntimeParityTest {
  private static final double BOUND = 1e-4;
  private static final int TEXTS = 200;
  private static final int BATCH = 8;
  private static final int LABELS = 5;

  /** Outputs of sequences, by name and number of dimensions. */
  private static final Set<String> IS_SEQUENCE =
      Set.of("logits2", "pooler_output2", "seq_relationship_logits2");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "ENCODER, GELU",
    "MASKED_LM, GELU_NEW",
    "PRE_TRAINING, RELU",
    "TOKEN_CLASSIFICATION, GELU",
    "QUESTION_ANSWERING, GELU_NEW",
    "SEQUENCE_CLASSIFICATION, RELU"
  })
  void ourExportsComputeTheSame(OnnxTask task, Activation activation) throws Exception {
    BertConfig config = config(activation);
    Path file = directory.resolve("model.onnx");
    SavedModels.writeOnnx(file, random(model(task, config)), config, task);
    assertParity(file, task, TEXTS);
  }

  @ParameterizedTest
  @CsvSource({
    "eager_11, ENCODER",
    "sdpa_14, ENCODER",
    "eager_20, ENCODER",
    "dynamo_sdpa_18, ENCODER",
    "dynamo_eager_20, ENCODER",
    "masked_lm_14, MASKED_LM",
    "pre_training_17, PRE_TRAINING",
    "token_classification_14, TOKEN_CLASSIFICATION",
    "dynamo_question_answering_18, QUESTION_ANSWERING",
    "sequence_classification_14, SEQUENCE_CLASSIFICATION"
  })
  void exportsOfPyTorchComputeTheSame(String name, OnnxTask task) throws Exception {
    assertParity(OnnxFileTest.exported(name), task, 3 * BATCH);
  }

  @Test
  void theBoundWouldNoticeAnotherActivation() throws Exception {
    BertConfig config = config(Activation.GELU);
    Map<String, FloatTensor> weights = random(model(OnnxTask.ENCODER, config));
    Path gelu = directory.resolve("gelu.onnx");
    Path relu = directory.resolve("relu.onnx");
    SavedModels.writeOnnx(gelu, weights, config, OnnxTask.ENCODER);
    SavedModels.writeOnnx(relu, weights, config(Activation.RELU), OnnxTask.ENCODER);
    TokenBatch batch = texts(config, new SplittableRandom(3));
    float[] expected = runtime(gelu, batch);
    float[] other = runtime(relu, batch);
    assertTrue(largestDifference(expected, other) > 100 * BOUND);
  }

  private static BertConfig config(Activation activation) {
    return new BertConfig(
        97, 48, 2, 4, 80, activation, 0.1, 0.1, 40, 2, 0.02, 1e-12, 0, false, null);
  }

  private static TrainableBert<?> model(OnnxTask task, BertConfig config) {
    return switch (task) {
      case ENCODER, MASKED_LM, PRE_TRAINING -> new BertForPreTraining(config);
      case TOKEN_CLASSIFICATION -> new BertForTokenClassification(config, LABELS);
      case QUESTION_ANSWERING -> new BertForQuestionAnswering(config);
      case SEQUENCE_CLASSIFICATION ->
          new BertForSequenceClassification(
              config, LABELS, ProblemType.SINGLE_LABEL_CLASSIFICATION);
    };
  }

  /** Weights of which none is 0, as all biases of a new model are. */
  private static Map<String, FloatTensor> random(TrainableBert<?> model) {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, FloatTensor> weights = new HashMap<>();
    model.visit(
        "",
        (name, parameter) -> {
          float[] values = new float[Math.toIntExact(parameter.elements())];
          for (int i = 0; i < values.length; i++) {
            values[i] =
                (float) (0.2 * random.nextGaussian() + (name.contains("LayerNorm.weight") ? 1 : 0));
          }
          weights.put(name, FloatTensor.of(FloatBuffer.wrap(values), parameter.shape()));
        });
    return weights;
  }

  private static void assertParity(Path file, OnnxTask task, int texts)
      throws IOException, OrtException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(file);
    SplittableRandom random = new SplittableRandom(7);
    double largest = 0;
    try (ComputeEngine engine = new ComputeEngine(2);
        Ours<?, ?> ours = ours(task, checkpoint, engine);
        Runtime runtime = new Runtime(file)) {
      for (int i = 0; i < texts / BATCH; i++) {
        TokenBatch batch = texts(checkpoint.config(), random);
        Map<String, float[]> theirs = runtime.outputs(batch);
        Map<String, float[]> found = ours.outputs(batch);
        assertTrue(found.keySet().containsAll(theirs.keySet()), theirs.keySet() + "");
        for (Map.Entry<String, float[]> output : theirs.entrySet()) {
          double difference = largestDifference(output.getValue(), found.get(output.getKey()));
          assertTrue(difference <= BOUND, output.getKey() + ": " + difference);
          largest = Math.max(largest, difference);
        }
      }
    }
    assertTrue(largest > 0, "two implementations that round alike are one");
  }

  /** Ragged texts, from one word piece to all positions. */
  private static TokenBatch texts(BertConfig config, SplittableRandom random) {
    TokenBatch batch = new TokenBatch();
    for (int s = 0; s < BATCH; s++) {
      int length = 1 + random.nextInt(config.maxPositionEmbeddings());
      int[] ids = random.ints(length, 0, config.vocabSize()).toArray();
      int first = random.nextInt(length + 1);
      int[] types = new int[length];
      java.util.Arrays.fill(types, first, length, 1);
      batch.add(ids, types, 0, length);
    }
    return batch;
  }

  /** What is computed here with a file. */
  private record Ours<M extends TrainableBert<B>, B extends Batch<B>>(
      DataParallel<M, B> model, OutputsOf<M, B> of) implements AutoCloseable {
    Map<String, float[]> outputs(TokenBatch batch) {
      return of.outputs(model, batch);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** Outputs of a model by the names that exporters give them, without padding. */
  @FunctionalInterface
  private interface OutputsOf<M extends TrainableBert<B>, B extends Batch<B>> {
    Map<String, float[]> outputs(DataParallel<M, B> model, TokenBatch batch);
  }

  private static Ours<?, ?> ours(
      OnnxTask task, CheckpointDirectory checkpoint, ComputeEngine engine) throws IOException {
    int labels = checkpoint.labels().size();
    return switch (task) {
      case ENCODER, MASKED_LM, PRE_TRAINING ->
          ours(
              checkpoint,
              engine,
              BertForPreTraining::new,
              (model, batch) -> pretrained(task, model, batch));
      case TOKEN_CLASSIFICATION ->
          ours(
              checkpoint,
              engine,
              config -> new BertForTokenClassification(config, labels),
              (model, batch) -> Map.of("logits", model.logits(batch)));
      case QUESTION_ANSWERING ->
          ours(
              checkpoint,
              engine,
              BertForQuestionAnswering::new,
              (model, batch) -> {
                float[] logits = model.logits(batch);
                return Map.of("start_logits", column(logits, 0), "end_logits", column(logits, 1));
              });
      case SEQUENCE_CLASSIFICATION ->
          ours(
              checkpoint,
              engine,
              config ->
                  new BertForSequenceClassification(
                      config, labels, ProblemType.SINGLE_LABEL_CLASSIFICATION),
              (model, batch) -> Map.of("logits", model.logits(batch)));
    };
  }

  private static <M extends TrainableBert<B>, B extends Batch<B>> Ours<M, B> ours(
      CheckpointDirectory checkpoint,
      ComputeEngine engine,
      Function<BertConfig, M> maker,
      OutputsOf<M, B> of)
      throws IOException {
    BertConfig config = checkpoint.config();
    DataParallel<M, B> model = DataParallel.used(engine, () -> maker.apply(config), DataType.FP32);
    checkpoint.loadParameters(model.parameters());
    model.parametersChanged();
    return new Ours<>(model, of);
  }

  private static float[] column(float[] rows, int column) {
    float[] values = new float[rows.length / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[2 * i + column];
    }
    return values;
  }

  private static Map<String, float[]> pretrained(
      OnnxTask task, DataParallel<BertForPreTraining, PretrainingBatch> model, TokenBatch batch) {
    int tokens = batch.tokens();
    if (task == OnnxTask.ENCODER) {
      float[] last =
          model.evaluate(
              batch, 0, (bert, pass, hidden) -> Transfer.toArray(hidden.rows(0, tokens)));
      float[] pooled =
          model.evaluate(
              batch,
              0,
              (bert, pass, hidden) ->
                  Transfer.toArray(bert.bert().pooler().forward(pass, hidden, batch)));
      return Map.of("last_hidden_state", last, "pooler_output", pooled);
    }
    float[] logits =
        model.evaluate(
            batch,
            tokens,
            (bert, pass, hidden) -> bert.predictionLogits(pass, hidden, i -> i, tokens));
    return Map.of(
        "logits",
        logits,
        "prediction_logits",
        logits,
        "seq_relationship_logits",
        model.logits(batch));
  }

  private static float[] runtime(Path file, TokenBatch batch) throws OrtException {
    try (Runtime runtime = new Runtime(file)) {
      return runtime.outputs(batch).get("last_hidden_state");
    }
  }

  /** A file in ONNX Runtime. */
  private static final class Runtime implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    Runtime(Path file) throws OrtException {
      session = environment.createSession(file.toString());
    }

    /** Outputs by name, without padding. */
    Map<String, float[]> outputs(TokenBatch batch) throws OrtException {
      int sequences = batch.sequences();
      int longest = 0;
      for (int s = 0; s < sequences; s++) {
        longest = Math.max(longest, batch.length(s));
      }
      LongBuffer ids = LongBuffer.allocate(sequences * longest);
      LongBuffer mask = LongBuffer.allocate(sequences * longest);
      LongBuffer types = LongBuffer.allocate(sequences * longest);
      for (int s = 0; s < sequences; s++) {
        for (int i = 0; i < batch.length(s); i++) {
          int at = s * longest + i;
          ids.put(at, batch.inputId(batch.start(s) + i));
          types.put(at, batch.tokenTypeId(batch.start(s) + i));
          mask.put(at, 1);
        }
      }
      long[] shape = {sequences, longest};
      try (OnnxTensor first = OnnxTensor.createTensor(environment, ids, shape);
          OnnxTensor second = OnnxTensor.createTensor(environment, mask, shape);
          OnnxTensor third = OnnxTensor.createTensor(environment, types, shape);
          OrtSession.Result result =
              session.run(
                  Map.of("input_ids", first, "attention_mask", second, "token_type_ids", third))) {
        Map<String, float[]> outputs = new HashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
          OnnxTensor tensor = (OnnxTensor) output.getValue();
          float[] values = tensor.getFloatBuffer().array();
          long[] sizes = tensor.getInfo().getShape();
          boolean isToken = !IS_SEQUENCE.contains(output.getKey() + sizes.length);
          outputs.put(output.getKey(), isToken ? withoutPadding(values, batch, longest) : values);
        }
        return outputs;
      }
    }

    private static float[] withoutPadding(float[] values, TokenBatch batch, int longest) {
      int size = values.length / (batch.sequences() * longest);
      float[] result = new float[batch.tokens() * size];
      for (int s = 0; s < batch.sequences(); s++) {
        System.arraycopy(
            values, s * longest * size, result, batch.start(s) * size, batch.length(s) * size);
      }
      return result;
    }

    @Override
    public void close() throws OrtException {
      session.close();
    }
  }
}
