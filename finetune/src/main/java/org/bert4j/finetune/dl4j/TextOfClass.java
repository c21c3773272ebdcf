package org.bert4j.finetune.dl4j;

/**
 * A text, or a pair of texts, and its class.
 *
 * @param text the text
 * @param second the second text of a pair, null where there is none
 * @param label its class, counted from 0
 */
public record TextOfClass(String text, String second, int label) {}
