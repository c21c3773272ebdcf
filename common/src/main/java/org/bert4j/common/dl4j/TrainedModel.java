package org.bert4j.common.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.train.TrainedStep;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.ConvexOptimizer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that bert4j trains, as Deeplearning4j's listeners see it: score, parameters, gradients
 * and input of the last step. It is looked at, not driven: what would train or change it throws
 * {@link UnsupportedOperationException} and says what does that. Parameters are views of the run's
 * own memory, valid until the run ends, under HuggingFace's names.
 */
public final class TrainedModel implements Model {
  private final DataParallel<?, ?> model;
  private final Collection<TrainingListener> listeners;
  private TrainedStep last;

  /** A model before its first step. */
  TrainedModel(DataParallel<?, ?> model, Collection<TrainingListener> listeners) {
    this.model = model;
    this.listeners = listeners;
  }

  void update(TrainedStep step) {
    last = step;
  }

  private TrainedStep last() {
    if (last == null) {
      throw new IllegalStateException("no step was taken yet");
    }
    return last;
  }

  /**
   * The loss of the last step, before its update, as {@code metrics.jsonl} has it.
   *
   * @return the sum of the model's mean losses
   */
  @Override
  public double score() {
    return last().outcome().losses().loss();
  }

  /**
   * The learning rate of the last step.
   *
   * @return the rate
   */
  public double learningRate() {
    return last().outcome().learningRate();
  }

  /**
   * The global norm of the last step's gradient.
   *
   * @return the L2 norm before clipping
   */
  public double gradientNorm() {
    return last().outcome().gradientNorm();
  }

  /** Sequences of the last step, those of all its micro-batches. */
  @Override
  public int batchSize() {
    return last().batches().stream().mapToInt(batch -> batch.sequences().sequences()).sum();
  }

  /** Token ids of the last step, {@code [B, T]}, 0 behind the end of a sequence; a copy. */
  @Override
  public INDArray input() {
    List<TokenBatch> batches = new ArrayList<>();
    for (Batch<?> batch : last().batches()) {
      batches.add(batch.sequences());
    }
    int length = batches.stream().mapToInt(TokenBatch::longest).max().orElse(0);
    float[] ids = new float[batchSize() * length];
    int row = 0;
    for (TokenBatch batch : batches) {
      for (int s = 0; s < batch.sequences(); s++) {
        for (int i = 0; i < batch.length(s); i++) {
          ids[row * length + i] = batch.inputId(batch.start(s) + i);
        }
        row++;
      }
    }
    return Nd4jArrays.of(ids, batchSize(), length);
  }

  private Parameters parameters() {
    return model.parameters();
  }

  @Override
  public long numParams() {
    return parameters().elements();
  }

  @Override
  public long numParams(boolean backwards) {
    return numParams();
  }

  /** All parameters as one row, {@code [1, elements]}; a view. */
  @Override
  public INDArray params() {
    return Nd4jArrays.view(parameters().values(), 1, numParams());
  }

  @Override
  public INDArray getParam(String param) {
    return Nd4jArrays.view(parameters(), param);
  }

  @Override
  public Map<String, INDArray> paramTable() {
    Map<String, INDArray> table = new LinkedHashMap<>();
    parameters().named().keySet().forEach(name -> table.put(name, getParam(name)));
    return table;
  }

  @Override
  public Map<String, INDArray> paramTable(boolean backpropParamsOnly) {
    return paramTable();
  }

  /** The last step's gradients before clipping, by name; copies. */
  @Override
  public Gradient gradient() {
    Gradient gradient = new DefaultGradient();
    parameters()
        .named()
        .forEach(
            (name, parameter) ->
                gradient.setGradientFor(
                    name, Nd4jArrays.of(parameters().gradient(name), parameter.shape()), 'c'));
    return gradient;
  }

  @Override
  public Pair<Gradient, Double> gradientAndScore() {
    return new Pair<>(gradient(), score());
  }

  @Override
  public void setListeners(Collection<TrainingListener> newListeners) {
    listeners.clear();
    listeners.addAll(newListeners);
  }

  @Override
  public void setListeners(TrainingListener... newListeners) {
    setListeners(Arrays.asList(newListeners));
  }

  @Override
  public void addListeners(TrainingListener... added) {
    listeners.addAll(Arrays.asList(added));
  }

  @Override
  public void init() {
    // It is.
  }

  private static UnsupportedOperationException unsupported(String what, String instead) {
    return new UnsupportedOperationException("a run of bert4j " + what + "; " + instead);
  }

  private static UnsupportedOperationException notDriven() {
    return unsupported("is looked at by listeners, not driven", "bert4j's own loop trains it");
  }

  private static UnsupportedOperationException notChanged() {
    return unsupported("keeps its parameters' memory", "write into the views that getParam gives");
  }

  @Override
  @Deprecated
  public void fit() {
    throw notDriven();
  }

  @Override
  public void fit(INDArray data, LayerWorkspaceMgr workspaceMgr) {
    throw notDriven();
  }

  @Override
  public void update(Gradient gradient) {
    throw notDriven();
  }

  @Override
  public void update(INDArray gradient, String paramType) {
    throw notDriven();
  }

  @Override
  public void computeGradientAndScore(LayerWorkspaceMgr workspaceMgr) {
    throw notDriven();
  }

  @Override
  public ConvexOptimizer getOptimizer() {
    throw unsupported(
        "has AdamW or LAMB of its own", "learningRate() and gradientNorm() tell of it");
  }

  @Override
  public void setParams(INDArray params) {
    throw notChanged();
  }

  @Override
  public void setParamsViewArray(INDArray params) {
    throw notChanged();
  }

  @Override
  public void setParamTable(Map<String, INDArray> paramTable) {
    throw notChanged();
  }

  @Override
  public void setParam(String key, INDArray val) {
    throw notChanged();
  }

  @Override
  public INDArray getGradientsViewArray() {
    throw unsupported("has a gradient a thread", "gradient() sums them up");
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    throw unsupported("has a gradient a thread", "gradient() sums them up");
  }

  @Override
  public NeuralNetConfiguration conf() {
    throw unsupported(
        "has no configuration of Deeplearning4j",
        "its checkpoints are HuggingFace directories, and CheckpointListener cannot write them");
  }

  @Override
  public void setConf(NeuralNetConfiguration conf) {
    throw unsupported("has no configuration of Deeplearning4j", "its own is a record");
  }

  @Override
  public void clear() {
    throw notDriven();
  }

  @Override
  public void applyConstraints(int iteration, int epoch) {
    throw notDriven();
  }

  @Override
  public void close() {
    throw unsupported("frees its own memory", "it does so when it ends");
  }
}
