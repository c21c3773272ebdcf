package org.bert4j.common.train;

import java.util.List;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.model.DataParallel;

/**
 * A step that was taken, as long as its batches and gradients are there: until the next one.
 *
 * @param model the model, its parameters updated
 * @param batches the micro-batches of the step
 * @param outcome losses before the update, gradient norm, learning rate
 * @param step optimizer steps since the start of the run, this one included
 * @param seconds how long it took
 */
public record TrainedStep(
    DataParallel<?, ?> model,
    List<? extends Batch<?>> batches,
    TrainingStep.Outcome outcome,
    long step,
    double seconds) {}
