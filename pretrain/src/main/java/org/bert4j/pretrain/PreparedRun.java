package org.bert4j.pretrain;

import java.io.IOException;
import java.util.Optional;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.model.BertConfig;

/**
 * A run that is ready to train, new or resumed.
 *
 * @param text what it trains on
 * @param session model and optimizer
 * @param state where training goes on
 */
record PreparedRun(PreparedText text, TrainingSession session, TrainingState state)
    implements AutoCloseable {

  /**
   * Reads and checks all input.
   *
   * @throws IllegalArgumentException if it cannot be used
   * @throws IOException if reading or writing fails
   */
  static PreparedRun prepare(
      PretrainingConfig config,
      RunFiles files,
      RunDirectory directory,
      PretrainingListener listener)
      throws IOException {
    Optional<CheckpointDirectory> newest = directory.newest();
    ModelSource source = new ModelSource(config.model());
    if (newest.isEmpty()) {
      source.requireUsable();
    }
    PreparedText text = new TextPreparation(config, files, listener).prepare();
    TrainingSession session = null;
    try {
      int vocabularySize = text.tokenizer().vocabularySize();
      BertConfig model =
          newest.isPresent()
              ? newest.get().config()
              : source.config(vocabularySize, config.data().maxSeqLength());
      MemoryEstimate memory =
          MemoryEstimate.of(
              model,
              config.data(),
              config.runtime().precision().dataType(),
              config.runtime().threads());
      memory.requireFitting();
      listener.preparing("memory: " + memory);
      session = new TrainingSession(model, config);
      if (newest.isEmpty()) {
        source.initialize(session, config.data().seed(), listener);
        return new PreparedRun(text, session, TrainingState.start(text.dataHash()));
      }
      TrainingState state = session.resume(newest.get());
      requireSameData(state, text, newest.get());
      return new PreparedRun(text, session, state);
    } catch (IOException | RuntimeException e) {
      if (session != null) {
        session.close();
      }
      text.close();
      throw e;
    }
  }

  private static void requireSameData(
      TrainingState state, PreparedText text, CheckpointDirectory checkpoint) {
    if (!state.dataSha256().equals(text.dataHash())) {
      throw new IllegalArgumentException(
          "%s was trained on other text or another vocabulary than %s holds; restore that store, or name another output"
              .formatted(
                  checkpoint.path(),
                  text.documents().training().store().tokenizerDirectory().getParent()));
    }
  }

  @Override
  public void close() {
    session.close();
    text.close();
  }
}
