package org.bert4j.common.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.checkpoint.Checkpoint;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.FloatTensor;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.checkpoint.ParameterTensors;
import org.bert4j.common.checkpoint.Provenance;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Initialization;
import org.bert4j.common.model.TrainableBert;

/**
 * A run's model and optimizer in memory, and their way into checkpoints and back.
 *
 * @param <M> the model
 * @param <B> what it is trained on
 */
public final class TrainingSession<M extends TrainableBert<B>, B extends Batch<B>>
    implements AutoCloseable {

  /** Begins the names of all parameters but those of heads. */
  private static final String ENCODER = "bert.";

  private final ComputeEngine engine;
  private final DataParallel<M, B> model;
  private final Optimizer optimizer;
  private final GradientNorm gradientNorm;

  /**
   * Makes a model, its parameters zero, and an optimizer for it.
   *
   * @param threads threads that compute
   * @param maker makes the model, once a replica
   * @param computeType type of matrix operands
   * @param algorithm which optimizer
   * @param settings of the optimizer
   */
  public TrainingSession(
      int threads,
      Supplier<M> maker,
      DataType computeType,
      Optimizer.Algorithm algorithm,
      OptimizerSettings settings) {
    engine = new ComputeEngine(threads);
    try {
      model = DataParallel.trained(engine, maker, computeType);
      optimizer = algorithm.of(engine, model.parameters(), settings);
      gradientNorm = new GradientNorm(engine, model.parameters());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * The model.
   *
   * @return the model, owned by this
   */
  public DataParallel<M, B> model() {
    return model;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  double gradientNorm() {
    return gradientNorm.compute();
  }

  /**
   * Gives the model random parameters.
   *
   * @param initialization how they are drawn
   * @param seed of the run
   */
  public void initialize(Initialization initialization, long seed) {
    initialization.apply(model, seed);
  }

  /**
   * Reads the model's parameters.
   *
   * @param checkpoint where from
   * @return what was missing or superfluous
   * @throws IllegalArgumentException if it does not fit the model
   * @throws IOException if reading fails
   */
  public LoadReport load(CheckpointDirectory checkpoint) throws IOException {
    return load(checkpoint, parameters());
  }

  /**
   * Reads the parameters of the model's encoder; its head keeps the values it has.
   *
   * @param checkpoint where from
   * @return what was missing, or superfluous, as a head is
   * @throws IllegalArgumentException if it does not fit the model
   * @throws IOException if reading fails
   */
  public LoadReport loadEncoder(CheckpointDirectory checkpoint) throws IOException {
    Map<String, FloatTensor> encoder = parameters();
    encoder.keySet().removeIf(name -> !name.startsWith(ENCODER));
    return load(checkpoint, encoder);
  }

  private LoadReport load(CheckpointDirectory checkpoint, Map<String, FloatTensor> parameters)
      throws IOException {
    LoadReport report = checkpoint.loadParameters(parameters);
    model.parametersChanged();
    return report;
  }

  /**
   * Goes on exactly where a checkpoint was written.
   *
   * @param checkpoint as {@link #checkpoint} described it
   * @param step optimizer steps done by then
   * @throws IllegalArgumentException if it does not fit the model or is damaged
   * @throws IOException if reading fails
   */
  public void resume(CheckpointDirectory checkpoint, long step) throws IOException {
    load(checkpoint);
    checkpoint.loadOptimizer(moments());
    optimizer.moments().resume(step);
  }

  /**
   * Describes a checkpoint of what is in memory now.
   *
   * @param config content of {@code config.json}
   * @param tokenizer directory whose tokenizer files are copied
   * @param provenance what the model came from
   * @param state where training stands, a record that becomes JSON in snake_case
   * @return the checkpoint, to be written before the next step
   */
  public Checkpoint checkpoint(
      JsonNode config, Path tokenizer, Provenance provenance, Record state) {
    JsonNode json = JsonFile.ofRecord(state);
    return new Checkpoint(config, parameters(), tokenizer, provenance, moments(), json);
  }

  private Map<String, FloatTensor> parameters() {
    return ParameterTensors.of(model.parameters(), model.parameters().values(), "");
  }

  private Map<String, FloatTensor> moments() {
    Map<String, FloatTensor> moments = new LinkedHashMap<>();
    moments.putAll(
        ParameterTensors.of(model.parameters(), optimizer.moments().expAvg(), "exp_avg."));
    moments.putAll(
        ParameterTensors.of(model.parameters(), optimizer.moments().expAvgSq(), "exp_avg_sq."));
    return moments;
  }

  @Override
  public void close() {
    if (optimizer != null) {
      optimizer.close();
    }
    if (model != null) {
      model.close();
    }
    engine.close();
  }
}
