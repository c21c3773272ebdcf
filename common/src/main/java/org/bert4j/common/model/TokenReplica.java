package org.bert4j.common.model;

import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.DropoutMasks;
import org.bert4j.common.kernel.GrowingArena;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.TokenClassifier;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/** Encoder and a head over every token with activations and gradients of their own. */
final class TokenReplica<B extends Batch<B>, N, L> implements Replica<B, N, L> {
  /** Index of the head's dropout, the encoder's being 0. */
  private static final int HEAD = 1;

  private final Lane lane;
  private final Head head;
  private final TokenLoss<B, N, L> loss;
  private final BertModel bert;
  private final TokenClassifier classifier;
  private final Tensor wordGradient;
  private final GrowingArena<Integer> memory = new GrowingArena<>(0);
  private DropoutMasks masks;
  private Tensor logits;
  private Tensor dLogits;

  /**
   * A head and the model it belongs to.
   *
   * @param config of the model
   * @param computeType type of matrix operands
   * @param name key of the head's dense layer
   * @param dropoutRate of its input
   */
  record Head(BertConfig config, DataType computeType, String name, double dropoutRate) {}

  TokenReplica(Lane lane, Head head, TokenLoss<B, N, L> loss) {
    this.lane = lane;
    this.head = head;
    this.loss = loss;
    bert = new BertModel(lane, head.config(), head.computeType());
    classifier =
        new TokenClassifier(lane.engine(), lane.parameters(), head.name(), head.dropoutRate());
    wordGradient = lane.parameters().get("bert.embeddings.word_embeddings.weight").gradient();
  }

  @Override
  public BertModel bert() {
    return bert;
  }

  /** Reserves memory for so many sequences of so many tokens. */
  void reserve(int sequences, int length) {
    bert.reserve(sequences, length);
    reserve(lane.rowBuckets().roundUp(Math.multiplyExact(sequences, length)));
  }

  private void reserve(int rows) {
    if (rows > memory.capacity()) {
      memory.grow(rows, arena -> allocate(arena, rows));
    }
  }

  private void allocate(Arena arena, int rows) {
    DataType type = head.computeType();
    int outputs = classifier.outputSize();
    classifier.reserve(arena, new Capacity(rows, 0, 0, type));
    logits = arena.matrix(DataType.FP32, rows, outputs);
    dLogits = type == DataType.FP32 ? logits : arena.matrix(type, rows, outputs);
    float rate = (float) head.dropoutRate();
    long masked = rate == 0 ? 0 : (long) rows * head.config().hiddenSize();
    masks = new DropoutMasks(lane.engine(), arena, rate, 1, masked);
  }

  /** Logits of every token, {@code [N, K]} row by row, without dropout. */
  float[] logits(TokenBatch batch) {
    if (batch.sequences() == 0) {
      return new float[0];
    }
    float[] result = new float[batch.tokens() * classifier.outputSize()];
    new Transfer().read(forward(bert.evaluate(batch), evaluation()), 0, result, result.length);
    return result;
  }

  @Override
  public L evaluate(B batch) {
    if (batch.sequences().sequences() == 0) {
      return loss.none();
    }
    return loss.loss(batch, forward(bert.evaluate(batch.sequences()), evaluation()));
  }

  private Pass evaluation() {
    return new Pass(bert.layout(), null, null, false, null);
  }

  private Tensor forward(Tensor hidden, Pass pass) {
    int rows = hidden.rows();
    reserve(rows);
    Tensor result = logits.rows(0, rows);
    classifier.forward(pass, hidden).into(result);
    return result;
  }

  @Override
  public L forwardBackward(B batch, Step<N> step) {
    boolean accumulate = step.accumulate();
    TokenBatch sequences = batch.sequences();
    if (sequences.sequences() == 0) {
      if (!accumulate) {
        lane.engine().zero(lane.parameters().gradients());
      }
      return loss.none();
    }
    Tensor hidden = bert.train(sequences, step.dropoutSeed(), accumulate);
    int rows = hidden.rows();
    reserve(rows);
    masks.start(RandomStream.of(step.dropoutSeed(), 0, HEAD, Purpose.DROPOUT).nextLong());
    Pass pass = new Pass(bert.layout(), masks, null, accumulate, lane.lateTasks());
    Tensor gradient = dLogits.rows(0, rows);
    L losses = loss.gradient(batch, step, forward(hidden, pass), gradient);
    Tensor dHidden = bert.zeroGradient();
    classifier.backward(pass, gradient).into(dHidden);
    if (!accumulate) {
      // No decoder is tied to the word embeddings whose gradient would be there already.
      lane.engine().zero(wordGradient);
    }
    bert.backward(sequences, dHidden);
    return losses;
  }

  @Override
  public void close() {
    loss.close();
    bert.close();
    memory.close();
  }
}
