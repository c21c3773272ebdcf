package org.bert4j.pretrain;

import java.io.IOException;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.concurrent.OwnThread;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.run.ResumePoint;
import org.bert4j.common.run.SoleRun;
import org.bert4j.common.train.TrainingSession;

/**
 * A run that is ready to train, new or resumed.
 *
 * @param text what it trains on
 * @param session model and optimizer, used on the thread only
 * @param state where training goes on
 * @param thread where it trains
 */
record PreparedRun(
    PreparedText text,
    TrainingSession<BertForPreTraining, PretrainingBatch> session,
    TrainingState state,
    OwnThread thread)
    implements AutoCloseable {

  /**
   * Reads and checks all input.
   *
   * @throws IllegalArgumentException if it cannot be used
   * @throws IOException if reading or writing fails
   */
  static PreparedRun prepare(
      SoleRun<PretrainingConfig> run, PretrainingFiles files, PretrainingListener listener)
      throws IOException {
    PretrainingConfig config = run.request().config();
    RunModel model =
        new RunModel(
            config, ResumePoint.find(run.directory(), TrainingState.class, listener::preparing));
    model.requireTrainable();
    PreparedText text = new TextPreparation(config, files, model, listener).prepare();
    try {
      TrainingState state = model.state(text);
      TrainingSession<BertForPreTraining, PretrainingBatch> session =
          run.thread()
              .call(
                  interrupted ->
                      model.session(text.tokenizer().vocabularySize(), listener::preparing));
      return new PreparedRun(text, session, state, run.thread());
    } catch (IOException | RuntimeException | Error e) {
      text.close();
      throw e;
    }
  }

  @Override
  public void close() {
    thread.run(session::close);
    text.close();
  }
}
