/**
 * Fine-tuning of a pre-trained encoder with a head over its tokens or its sequences.
 *
 * <p>{@link org.bert4j.finetune.FineTuning} runs what a {@link
 * org.bert4j.finetune.FineTuningConfig} says and tells a {@link
 * org.bert4j.finetune.FineTuningListener} what happens. What is learned is a task's own: it plugs
 * in by two things.
 *
 * <ul>
 *   <li>A record of settings, the {@code D} of {@link org.bert4j.finetune.FineTuningConfig}: files,
 *       forms, window sizes, whatever the task needs to read its data again. It is kept in the
 *       run's directory as JSON in snake_case, its paths relative, and compared when the run is
 *       resumed; all its components may be numbers, strings, enums, paths, lists or records of
 *       these.
 *   <li>A {@link org.bert4j.finetune.FineTuningTask.Reader} that reads the data into a {@link
 *       org.bert4j.finetune.FineTuningTask}: training windows, each a sequence with its labels,
 *       that the run puts into batches; the model and its {@code config.json}; and evaluations, a
 *       score to be maximized with the figures for {@code results.json}. {@link
 *       org.bert4j.finetune.WindowLogits} computes the logits that evaluations start from.
 * </ul>
 *
 * <pre>{@code
 * record Data(List<Path> train, Path validation, Path test) {}
 * FineTuningConfig<Data> config = new FineTuningConfig<>(model, tokenizer, data, training, runtime);
 * FineTuning.run(config, (c, tokenizer, report) -> new MyTask(c, tokenizer), listener);
 * }</pre>
 *
 * The run does the rest: batches of windows of similar length in an order drawn for every epoch,
 * linear warm-up and decay, an evaluation and a checkpoint every epoch of which the best is kept,
 * early stop, logs, and exact resume.
 */
package org.bert4j.finetune;
