package org.bert4j.finetune.qa.data;

import java.util.List;

/**
 * A question as a file has it, its answers not yet looked up in the context.
 *
 * @param id the question's, or null for a row without one
 * @param marked whether the file says whether there is an answer, by {@code is_impossible}
 */
record RawQuestion(
    String id, String text, List<RawAnswer> answers, boolean impossible, boolean marked) {}
