package org.bert4j.common.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.train.TrainedStep;
import org.deeplearning4j.optimize.api.TrainingListener;

/**
 * Calls Deeplearning4j's listeners as its networks do: the beginning and end of every epoch, and
 * every iteration, counted from 0. What they hear of forward and backward passes, bert4j has no
 * calls for: its activations are not ND4J's.
 *
 * <p>Of Deeplearning4j's own listeners these take nothing but its networks:
 *
 * <ul>
 *   <li>{@code CheckpointListener}: it writes their configuration
 *   <li>{@code EvaluativeListener}: it calls their evaluation
 *   <li>{@code FailureTestingListener}: it casts the model to one
 *   <li>{@code PerformanceListener} that reports ETL time, as it does unless told otherwise
 *   <li>{@code StatsListener}, of the user interface
 * </ul>
 */
public final class ListenerCalls {
  private final List<TrainingListener> listeners;
  private TrainedModel model;
  private int epoch;

  /**
   * Calls listeners.
   *
   * @param listeners to be called, in this order
   */
  public ListenerCalls(List<TrainingListener> listeners) {
    this.listeners = new ArrayList<>(listeners);
  }

  /**
   * The run begins or goes on: with its first epoch here.
   *
   * @param trained the model
   */
  public void begin(DataParallel<?, ?> trained) {
    model = new TrainedModel(trained, listeners);
    each(listener -> listener.onEpochStart(model));
  }

  /**
   * A step was taken.
   *
   * @param step the step
   */
  public void step(TrainedStep step) {
    model.update(step);
    int iteration = Math.toIntExact(step.step() - 1);
    each(listener -> listener.iterationDone(model, iteration, epoch));
  }

  /** An epoch is over; the next begins with {@link #nextEpoch}. */
  public void endEpoch() {
    each(listener -> listener.onEpochEnd(model));
  }

  /** Another epoch begins. */
  public void nextEpoch() {
    epoch++;
    each(listener -> listener.onEpochStart(model));
  }

  private void each(Consumer<TrainingListener> call) {
    List.copyOf(listeners).forEach(call);
  }
}
