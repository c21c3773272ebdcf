/**
 * Questions about texts, and predicted answers to them, read from files.
 *
 * <p>{@link org.bert4j.finetune.qa.data.SquadReader} reads SQuAD 1.1 and 2.0 a paragraph at a time,
 * however large the file is:
 *
 * <pre>
 * {"version": "v2.0", "data": [{"title": "...", "paragraphs": [{"context": "...", "qas": [
 *   {"id": "...", "question": "...", "is_impossible": false,
 *    "answers": [{"text": "...", "answer_start": 17}]}]}]}]}
 * </pre>
 *
 * <p>Articles, paragraphs ({@code context} and {@code qas}) and rows (a question's fields beside
 * its {@code context}) may stand in {@code data}, in a bare array or one after the other as in JSON
 * Lines: so KorQuAD 2, CMRC 2018 ({@code context_text}, {@code query_text}, {@code query_id}), MRQA
 * ({@code qid}, {@code detected_answers}) and what HuggingFace's scripts take are read. Answers are
 * objects, texts alone, one object as {@code answer}, or an object of arrays: {@code {"text":
 * ["..."], "answer_start": [17]}}. A row without {@code id} has its number for it, 0 for the first,
 * and may have its answer's text and start in fields of its own: {@code answer}, {@code
 * answer_text} or {@code text} beside {@code answer_start}.
 *
 * <p>A question has no answer if {@code is_impossible} says so or, without that field, {@code
 * answers} is empty or holds nothing but an empty text. Without {@code answers}, or where {@code
 * is_impossible} is false and there is none, nothing is known: such questions are neither trained
 * on nor scored.
 *
 * <p>{@code answer_start} counts Unicode code points, as Python does, or UTF-16 units; everything
 * here counts Java {@code char}s. {@link org.bert4j.finetune.qa.data.PredictionFile} reads
 * predictions.
 */
package org.bert4j.finetune.qa.data;
