package org.bert4j.finetune.ner.decode;

import org.bert4j.finetune.ner.tag.EntitySpan;

/**
 * A predicted entity.
 *
 * @param span its type and words
 * @param confidence mean over its words of the probability of the label that was chosen, 0 to 1
 */
public record ScoredEntity(EntitySpan span, double confidence) {}
