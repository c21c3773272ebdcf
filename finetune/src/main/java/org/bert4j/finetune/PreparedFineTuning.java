package org.bert4j.finetune;

import org.bert4j.common.batch.Batch;
import org.bert4j.common.model.TrainableBert;
import org.bert4j.common.train.TrainingSession;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * A run that is ready to train, new or resumed.
 *
 * @param task what it trains for
 * @param tokenizer the task's
 * @param session model and optimizer
 * @param state where training goes on
 */
record PreparedFineTuning<M extends TrainableBert<B>, B extends Batch<B>>(
    TrainingTask<M, B> task,
    BertTokenizer tokenizer,
    TrainingSession<M, B> session,
    FineTuningState state)
    implements AutoCloseable {
  @Override
  public void close() {
    session.close();
    tokenizer.close();
  }
}
