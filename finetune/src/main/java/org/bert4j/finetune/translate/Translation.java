package org.bert4j.finetune.translate;

/**
 * What a text was translated to.
 *
 * @param text the translation
 * @param score its log-probability over the length penalty, in nats; 0 is certain
 */
public record Translation(String text, double score) {}
