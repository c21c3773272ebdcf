package org.bert4j.common.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.bert4j.common.batch.BatchShards;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.EmbeddingTable;
import org.bert4j.common.kernel.KernelProfile;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Parameters;

/**
 * BERT with its two pre-training heads: Masked LM and Next Sentence Prediction.
 *
 * <p>Training and evaluation are data-parallel inside the process: the sequences of a batch are
 * dealt out to replicas, which compute at the same time, each with its share of the threads. One
 * thread a product runs closer to the processor's speed than two threads in each product, and the
 * many small operations between products need no barrier.
 */
public final class BertForPreTraining implements AutoCloseable {
  private static final int MAX_REPLICAS = 4;

  private final ComputeEngine engine;
  private final BertConfig config;
  private final Parameters parameters;
  private final PretrainingReplica whole;
  private final List<PretrainingReplica> replicas = new ArrayList<>();
  private final List<ComputeEngine> engines = new ArrayList<>();
  private final BatchShards shards;

  /**
   * What a micro-batch's losses are divided by: the counts of the whole step, so that gradients of
   * several micro-batches add up to those of one large batch.
   *
   * @param masked masked positions of the step
   * @param sequences sequences of the step
   */
  public record Normalizers(long masked, long sequences) {
    /**
     * Counts of a step of one batch.
     *
     * @param batch the batch
     * @return its counts
     */
    public static Normalizers of(PretrainingBatch batch) {
      return new Normalizers(batch.masked(), batch.sequences().sequences());
    }
  }

  /**
   * How a micro-batch is trained on.
   *
   * @param normalizers counts of the whole step
   * @param dropoutSeed seed of its dropout masks
   * @param accumulate whether gradients are added to those of earlier micro-batches
   * @param countCorrect whether right predictions at masked positions are counted, which reads all
   *     logits once more
   */
  public record Step(
      Normalizers normalizers, long dropoutSeed, boolean accumulate, boolean countCorrect) {}

  /**
   * Makes a model with all parameters zero: {@link BertParameters#initialize initialize} them or
   * read a checkpoint, then call {@link #parametersChanged}.
   *
   * @param engine runs it; stays open when the model is closed
   * @param config of the model
   * @param computeType type of matrix operands
   */
  public BertForPreTraining(ComputeEngine engine, BertConfig config, DataType computeType) {
    this.engine = engine;
    this.config = config;
    parameters = new Parameters(BertParameters.preTraining(config), computeType);
    whole = new PretrainingReplica(engine, parameters, config, computeType);
    int count = replicas(engine.workers().threads());
    shards = new BatchShards(count);
    if (count == 1) {
      replicas.add(whole);
    } else {
      addReplicas(count, computeType);
    }
  }

  /** Makes each replica on the thread that will run it, as its engine belongs to that thread. */
  private void addReplicas(int count, DataType computeType) {
    int threads = engine.workers().threads() / count;
    List<ComputeEngine> lanes = threads == 1 ? engine.lanes() : ownedEngines(count, threads);
    List<Parameters> gradients = new ArrayList<>(List.of(parameters));
    for (int i = 1; i < count; i++) {
      gradients.add(parameters.replica());
    }
    PretrainingReplica[] made = new PretrainingReplica[count];
    engine
        .workers()
        .each(
            count,
            i ->
                made[i] =
                    new PretrainingReplica(lanes.get(i), gradients.get(i), config, computeType));
    replicas.addAll(List.of(made));
  }

  private List<ComputeEngine> ownedEngines(int count, int threads) {
    ComputeEngine[] made = new ComputeEngine[count];
    engine.workers().each(count, i -> made[i] = new ComputeEngine(threads));
    engines.addAll(List.of(made));
    return engines;
  }

  /**
   * Number of replicas that train with so many threads: at most 4, as each has gradients of its
   * own.
   *
   * @param threads threads of the engine
   * @return a divisor of the threads
   */
  public static int replicas(int threads) {
    int count = MAX_REPLICAS;
    while (threads % count != 0) {
      count--;
    }
    return count;
  }

  /**
   * Configuration of the model.
   *
   * @return the configuration
   */
  public BertConfig config() {
    return config;
  }

  /**
   * Parameters and their gradients.
   *
   * @return the parameters, owned by this model
   */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * Reserves the memory of activations, so that no step has to.
   *
   * @param sequences B at most
   * @param length S at most
   * @param maskedShare masked positions of a sequence, as a share of its tokens
   */
  public void reserve(int sequences, int length, double maskedShare) {
    int count = replicas.size();
    int ofReplica = (sequences + count - 1) / count;
    int masked = ofReplica * (int) Math.ceil(maskedShare * length);
    replicas.forEach(replica -> replica.reserve(ofReplica, length, masked));
  }

  /** To be called after the parameters' values were changed. */
  public void parametersChanged() {
    parameters.refreshCompute(engine);
  }

  /**
   * Losses of a batch, without dropout.
   *
   * @param batch the batch
   * @return its sums
   */
  public PretrainingLosses evaluate(PretrainingBatch batch) {
    return onReplicas(batch, PretrainingReplica::evaluate);
  }

  /**
   * Forward and backward pass of training: losses, and gradients of all parameters.
   *
   * @param batch the micro-batch
   * @param step how to train on it
   * @return its sums
   */
  public PretrainingLosses forwardBackward(PretrainingBatch batch, Step step) {
    return onReplicas(batch, (replica, shard) -> replica.forwardBackward(shard, step));
  }

  private PretrainingLosses onReplicas(
      PretrainingBatch batch,
      BiFunction<PretrainingReplica, PretrainingBatch, PretrainingLosses> work) {
    if (replicas.size() == 1) {
      return work.apply(whole, batch);
    }
    List<PretrainingBatch> parts = shards.split(batch);
    PretrainingLosses[] losses = new PretrainingLosses[parts.size()];
    engine.workers().each(parts.size(), i -> losses[i] = work.apply(replicas.get(i), parts.get(i)));
    return Arrays.stream(losses).reduce(PretrainingLosses.NONE, PretrainingLosses::plus);
  }

  /**
   * Measures every kernel from now on.
   *
   * @param profile receives the measurements, null to stop
   */
  public void profile(KernelProfile profile) {
    engine.profile(profile);
    engines.forEach(each -> each.profile(profile));
  }

  /**
   * Number of primitives compiled so far.
   *
   * @return the sum over all engines
   */
  public int primitives() {
    return engine.primitives() + engines.stream().mapToInt(ComputeEngine::primitives).sum();
  }

  /**
   * Hidden states without dropout.
   *
   * @param batch the tokens
   * @return L + 1 matrices {@code [N or a few spare rows more, H]}: the embeddings' output and that
   *     of each layer, valid until the next call
   */
  public List<Tensor> hiddenStates(TokenBatch batch) {
    whole.bert().evaluate(batch);
    return whole.bert().hiddenStates();
  }

  /**
   * Logits of the word pieces at some positions, without dropout.
   *
   * @param batch the tokens
   * @param positions indices in {@code [N]}
   * @param count how many
   * @return {@code [count or a few spare rows more, V]} in single precision, valid until the next
   *     call
   */
  public Tensor predictionLogits(TokenBatch batch, EmbeddingTable.Indices positions, int count) {
    return whole.predictions().forward(whole.bert().evaluate(batch), positions, count);
  }

  BertModel bert() {
    return whole.bert();
  }

  MaskedLanguageModelHead predictions() {
    return whole.predictions();
  }

  NextSentenceHead seqRelationship() {
    return whole.seqRelationship();
  }

  @Override
  public void close() {
    whole.close();
    if (replicas.size() > 1) {
      replicas.forEach(PretrainingReplica::close);
    }
    engines.forEach(ComputeEngine::close);
    parameters.close();
  }
}
