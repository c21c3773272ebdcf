/**
 * Labelled text: files of tagged words or of marked spans in, sentences of words and BIO tags out.
 *
 * <p>Forms are CoNLL columns, JSON Lines with character spans and CSV ({@link
 * org.bert4j.finetune.ner.data.NerFormat}); schemes are recognised and converted. A broken file is
 * one {@link java.lang.IllegalArgumentException} with file, line and what was expected. Characters
 * are Java's: {@code text.substring(start, end)} is what a span says (UTF-16, as in JSON and
 * JavaScript; Python counts a character beyond U+FFFF once, Java twice).
 */
package org.bert4j.finetune.ner.data;
