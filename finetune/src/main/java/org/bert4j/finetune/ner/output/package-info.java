/**
 * Predicted entities as files: JSON Lines, CSV and CoNLL columns. Offsets count Java's characters
 * of the original text, or of the words joined where there was none: {@code text.substring(start,
 * end)} is the surface.
 */
package org.bert4j.finetune.ner.output;
