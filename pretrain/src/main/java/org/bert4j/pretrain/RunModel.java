package org.bert4j.pretrain;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.run.MemoryEstimate;
import org.bert4j.common.run.ModelSource;
import org.bert4j.common.run.ResumePoint;
import org.bert4j.common.train.OptimizerSettings;
import org.bert4j.common.train.TrainingSession;
import org.bert4j.pretrain.data.DataConfig;

/**
 * The model of a run, new or resumed. What is wrong with it is found before text is read or
 * tokenized, as far as it can be known by then.
 */
final class RunModel {
  private final PretrainingConfig config;
  private final Optional<ResumePoint<TrainingState>> resumed;
  private final ModelSource source;

  RunModel(PretrainingConfig config, Optional<ResumePoint<TrainingState>> resumed) {
    this.config = config;
    this.resumed = resumed;
    source = new ModelSource(config.model(), SampleModel::preset);
  }

  /**
   * Refuses what cannot be trained with any tokenizer.
   *
   * @throws IllegalArgumentException if model or precision cannot be used, or memory does not do
   * @throws IOException if reading fails
   */
  void requireTrainable() throws IOException {
    requireTrainable(
        resumed.isPresent()
            ? resumed.get().checkpoint().config()
            : source.smallest(config.data().maxSeqLength()));
  }

  /**
   * The architecture for a tokenizer.
   *
   * @param vocabularySize its word pieces
   * @throws IllegalArgumentException if such a model cannot be trained
   * @throws IOException if reading fails
   */
  BertConfig requireTrainable(int vocabularySize) throws IOException {
    if (resumed.isPresent()) {
      return requireTrainable(resumed.get().checkpoint().config());
    }
    return requireTrainable(source.config(vocabularySize, config.data().maxSeqLength()));
  }

  private BertConfig requireTrainable(BertConfig model) {
    if (model.typeVocabSize() < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "type_vocab_size is %d, expected at least 2: next-sentence prediction has two segments",
              model.typeVocabSize()));
    }
    memory(model).requireFitting();
    return model;
  }

  private MemoryEstimate memory(BertConfig model) {
    return PretrainingMemory.of(model, config.data(), precision(), config.runtime().threads());
  }

  private DataType precision() {
    return config.runtime().precision().dataType();
  }

  /**
   * Makes the model, with its first parameters or those that it is to go on from.
   *
   * @param vocabularySize word pieces of the tokenizer
   * @param report hears about its memory and its parameters
   * @return the model and an optimizer, to be closed by the caller
   * @throws IllegalArgumentException if it cannot be trained
   * @throws IOException if reading fails
   */
  TrainingSession<BertForPreTraining, PretrainingBatch> session(
      int vocabularySize, Consumer<String> report) throws IOException {
    BertConfig model = requireTrainable(vocabularySize);
    report.accept("memory: " + memory(model));
    TrainingSession<BertForPreTraining, PretrainingBatch> session =
        new TrainingSession<>(
            config.runtime().threads(),
            () -> new BertForPreTraining(model),
            precision(),
            config.training().optimizer(),
            OptimizerSettings.BERT);
    try {
      DataConfig data = config.data();
      session.model().reserve(PretrainingMemory.batch(data));
      if (resumed.isPresent()) {
        session.resume(resumed.get().checkpoint(), resumed.get().state().step());
      } else {
        source.initialize(session, data.seed(), config.model().newHead(), report);
      }
      return session;
    } catch (IOException | RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /** Where training of a text goes on. */
  TrainingState state(PreparedText text) {
    if (resumed.isEmpty()) {
      return TrainingState.start(text.dataHash());
    }
    TrainingState state = resumed.get().state();
    if (!state.dataSha256().equals(text.dataHash())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was trained on other text or another vocabulary than %s holds; restore that store, or name another output",
              resumed.get().checkpoint().path(),
              text.documents().training().store().tokenizerDirectory().getParent()));
    }
    return state;
  }
}
