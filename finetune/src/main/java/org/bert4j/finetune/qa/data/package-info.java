/**
 * Questions about texts, read from files in the form of SQuAD 1.1 and 2.0.
 *
 * <p>{@link org.bert4j.finetune.qa.data.SquadReader} reads a paragraph at a time, however large the
 * file is:
 *
 * <pre>
 * {"version": "v2.0", "data": [{"title": "...", "paragraphs": [{"context": "...", "qas": [
 *   {"id": "...", "question": "...", "is_impossible": false,
 *    "answers": [{"text": "...", "answer_start": 17}]}]}]}]}
 * </pre>
 *
 * <p>Also the form in which CMRC 2018 was published: a bare array of paragraphs with {@code
 * context_text}, {@code query_text}, {@code query_id} and answers that are texts alone.
 *
 * <p>{@code answer_start} counts Unicode code points, as Python does; everything here counts Java
 * {@code char}s.
 */
package org.bert4j.finetune.qa.data;
