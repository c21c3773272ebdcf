package org.bert4j.finetune.translate;

/**
 * A text and its translation.
 *
 * @param source what is translated
 * @param target what it is translated to
 */
public record TranslationPair(String source, String target) {}
