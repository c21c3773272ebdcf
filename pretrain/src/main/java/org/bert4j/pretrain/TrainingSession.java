package org.bert4j.pretrain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bert4j.common.checkpoint.Checkpoint;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.FloatTensor;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.checkpoint.ParameterTensors;
import org.bert4j.common.checkpoint.Provenance;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.BertParameters;
import org.bert4j.common.train.GradientNorm;
import org.bert4j.common.train.Optimizer;
import org.bert4j.common.train.OptimizerSettings;

/** A run's model and optimizer in memory, and their way into checkpoints and back. */
final class TrainingSession implements AutoCloseable {
  private static final String ARCHITECTURE = "BertForPreTraining";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final ComputeEngine engine;
  private final BertForPreTraining model;
  private final Optimizer optimizer;
  private final GradientNorm gradientNorm;

  TrainingSession(BertConfig config, PretrainingConfig run) {
    engine = new ComputeEngine(run.runtime().threads());
    model = new BertForPreTraining(engine, config, run.runtime().precision().dataType());
    model.reserve(run.data().batchSize(), run.data().maxSeqLength(), run.data().maskedLmProb());
    optimizer = run.training().optimizer().of(engine, model.parameters(), OptimizerSettings.BERT);
    gradientNorm = new GradientNorm(engine, model.parameters());
  }

  BertForPreTraining model() {
    return model;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  double gradientNorm() {
    return gradientNorm.compute();
  }

  void initialize(long seed) {
    BertParameters.initialize(model.parameters(), model.config(), seed);
    model.parametersChanged();
  }

  LoadReport load(CheckpointDirectory checkpoint) throws IOException {
    LoadReport report = checkpoint.loadParameters(parameters());
    model.parametersChanged();
    return report;
  }

  /** Goes on exactly where a checkpoint was written. */
  TrainingState resume(CheckpointDirectory checkpoint) throws IOException {
    load(checkpoint);
    checkpoint.loadOptimizer(moments());
    TrainingState state = state(checkpoint);
    optimizer.moments().resume(state.step());
    return state;
  }

  private static TrainingState state(CheckpointDirectory checkpoint) throws IOException {
    try {
      return MAPPER.treeToValue(checkpoint.state(), TrainingState.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          checkpoint.path()
              + ": training/state.json is damaged; remove this checkpoint to resume from the one"
              + " before it",
          e);
    }
  }

  Checkpoint checkpoint(PretrainingConfig config, Path tokenizer, TrainingState state) {
    JsonNode json = MAPPER.valueToTree(state);
    return new Checkpoint(
        model.config().toJson(ARCHITECTURE),
        parameters(),
        tokenizer,
        Provenance.here(ConfigJson.withoutDirectories(config), state.dataSha256()),
        moments(),
        json);
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
    gradientNorm.close();
    optimizer.close();
    model.close();
    engine.close();
  }
}
