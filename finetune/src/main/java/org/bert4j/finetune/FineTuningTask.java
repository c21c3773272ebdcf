package org.bert4j.finetune;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.model.BertWithHead;
import org.bert4j.common.model.DataParallel;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * What a model with a head over tokens or sequences is fine-tuned for: it is evaluated by its
 * logits.
 *
 * @param <B> batches of training windows
 */
public interface FineTuningTask<B extends Batch<B>> extends TrainingTask<BertWithHead<B>, B> {
  /**
   * Evaluates a model on the validation data, always in the same way.
   *
   * @param model computes logits
   * @return how good it is
   * @throws IOException if reading or writing fails
   */
  Evaluation validate(WindowScorer model) throws IOException;

  /**
   * Evaluates the best model on the test data, once, after its validation.
   *
   * @param model computes logits
   * @return how good it is, or nothing where there are no test data
   * @throws IOException if reading or writing fails
   */
  Optional<Evaluation> test(WindowScorer model) throws IOException;

  @Override
  default Evaluation validate(DataParallel<BertWithHead<B>, B> model) throws IOException {
    return validate(new WindowLogits(model));
  }

  @Override
  default Optional<Evaluation> test(DataParallel<BertWithHead<B>, B> model) throws IOException {
    return test(new WindowLogits(model));
  }

  /**
   * Reads a task's data.
   *
   * @param <D> the task's settings
   * @param <B> batches of training windows
   */
  @FunctionalInterface
  interface Reader<D, B extends Batch<B>> extends TrainingTask.Reader<D, BertWithHead<B>, B> {
    @Override
    FineTuningTask<B> read(
        FineTuningConfig<D> config, BertTokenizer tokenizer, Consumer<String> report)
        throws IOException;
  }
}
