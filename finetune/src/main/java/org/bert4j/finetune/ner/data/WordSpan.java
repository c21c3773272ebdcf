package org.bert4j.finetune.ner.data;

/**
 * A word's place in a text.
 *
 * @param start its first {@code char}
 * @param end the {@code char} behind its last one
 */
public record WordSpan(int start, int end) {}
