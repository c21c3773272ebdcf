package org.bert4j.finetune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.TrainableBert;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * What a model is trained for, with its data: see this package's description.
 *
 * @param <M> the model
 * @param <B> batches of training windows
 */
public interface TrainingTask<M extends TrainableBert<B>, B extends Batch<B>> {
  /**
   * The files that the data were read from; a run goes on only with the same content.
   *
   * @return the files of training, validation and test
   */
  List<Path> files();

  /**
   * Number of training windows, numbered from 0.
   *
   * @return at least 1
   */
  int windows();

  /**
   * Length of a training window.
   *
   * @param window its number
   * @return S of its longest sequence, special tokens included
   */
  int length(int window);

  /**
   * Sequences of a training window.
   *
   * @return 1, or 2 where windows are pairs of sequences
   */
  default int sequencesOfWindow() {
    return 1;
  }

  /**
   * Tokens of a training window.
   *
   * @param window its number
   * @return tokens of all its sequences
   */
  default int tokens(int window) {
    return length(window);
  }

  /**
   * Tokens that a decoder reads of a training window's target at most.
   *
   * @return their number, 0 of a model without a decoder
   */
  default int longestTarget() {
    return 0;
  }

  /**
   * Makes a batch for training windows.
   *
   * @return an empty batch
   */
  B emptyBatch();

  /**
   * Adds a training window, with its labels, to a batch.
   *
   * @param window its number
   * @param batch the batch
   */
  void addTo(B batch, int window);

  /**
   * Makes the model.
   *
   * @param config of the encoder
   * @return the encoder with what the task needs on top, without memory
   */
  M model(BertConfig config);

  /**
   * Whether the model's head has nothing to do with that of the model it begins with.
   *
   * @return true if it begins with random parameters
   */
  boolean hasNewHead();

  /**
   * What a checkpoint says about the model. Asked for at every checkpoint, after the evaluation
   * where there is one.
   *
   * @param config of the encoder
   * @return content of {@code config.json}
   */
  ObjectNode configJson(BertConfig config);

  /**
   * What a checkpoint tells other programs beside.
   *
   * @param config of the encoder
   * @return content of JSON files by path in the checkpoint's directory
   */
  default Map<String, JsonNode> otherFiles(BertConfig config) {
    return Map.of();
  }

  /**
   * Evaluates a model on the validation data, always in the same way.
   *
   * @param model the model
   * @return how good it is
   * @throws IOException if reading or writing fails
   */
  Evaluation validate(DataParallel<M, B> model) throws IOException;

  /**
   * Evaluates the best model on the test data, once, after its validation.
   *
   * @param model the model
   * @return how good it is, or nothing where there are no test data
   * @throws IOException if reading or writing fails
   */
  Optional<Evaluation> test(DataParallel<M, B> model) throws IOException;

  /**
   * Reads a task's data.
   *
   * @param <D> the task's settings
   * @param <M> the model
   * @param <B> batches of training windows
   */
  @FunctionalInterface
  interface Reader<D, M extends TrainableBert<B>, B extends Batch<B>> {
    /**
     * The architecture that a name stands for.
     *
     * @param name that of a size
     * @param vocabSize V
     * @return the encoder's architecture
     * @throws IllegalArgumentException if there is none of this name
     */
    default BertConfig preset(String name, int vocabSize) {
      return BertConfig.preset(name, vocabSize);
    }

    /**
     * Learns a tokenizer from the task's data, where the run has none.
     *
     * @param config of the run
     * @param report hears what is worth a line
     * @return the tokenizer, to be closed by the caller; nothing if the run is to be told one
     * @throws IllegalArgumentException if the data cannot be used
     * @throws IOException if reading fails
     */
    default Optional<BertTokenizer> learnTokenizer(
        FineTuningConfig<D> config, Consumer<String> report) throws IOException {
      return Optional.empty();
    }

    /**
     * Reads and checks all data.
     *
     * @param config of the run
     * @param tokenizer of the run, open until the run ends
     * @param report hears what is worth a line
     * @return the task
     * @throws IllegalArgumentException if the data cannot be used
     * @throws IOException if reading fails
     */
    TrainingTask<M, B> read(
        FineTuningConfig<D> config, BertTokenizer tokenizer, Consumer<String> report)
        throws IOException;
  }
}
