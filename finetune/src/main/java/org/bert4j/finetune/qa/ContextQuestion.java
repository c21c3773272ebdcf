package org.bert4j.finetune.qa;

/**
 * A question and the text that may answer it.
 *
 * @param question the question
 * @param context the text, of any length, not blank
 */
public record ContextQuestion(String question, String context) {}
