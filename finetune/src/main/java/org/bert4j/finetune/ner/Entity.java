package org.bert4j.finetune.ner;

/**
 * An entity in a text.
 *
 * @param type what it is, such as {@code PER}
 * @param start its first {@code char} in the text
 * @param end the {@code char} behind its last one
 * @param text its characters: {@code text.substring(start, end)} of the whole text
 * @param confidence mean over its words of the probability of the label that was chosen, 0 to 1
 */
public record Entity(String type, int start, int end, String text, double confidence) {}
