/**
 * Extractive question answering: the answer to a question is a piece of a text, or there is none.
 *
 * <pre>
 * file ─ SquadReader ─ Paragraph ─ ParagraphFeatures ─┬─ TrainingWindows ─ FineTuning ─ checkpoint
 *        (qa.data)                 (qa.features)      └─ model ─ WindowScores ─ AnswerExtraction ─┬─ Answer
 *                                                                (qa.decode)                      ├─ PredictionFiles
 *                                                                                                 └─ SquadMetrics (qa.metrics)
 * </pre>
 *
 * <p>{@link org.bert4j.finetune.qa.QaTraining} fine-tunes, {@link
 * org.bert4j.finetune.qa.QuestionAnswerer} answers with what came of it, and {@link
 * org.bert4j.finetune.qa.SquadEvaluation} scores anybody's predictions as the official scripts do.
 * A checkpoint carries its {@link org.bert4j.finetune.qa.AnswerSettings}: how contexts were cut in
 * training, and the threshold over which there is no answer, tuned on the validation file.
 */
package org.bert4j.finetune.qa;
