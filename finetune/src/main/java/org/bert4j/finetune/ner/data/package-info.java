/**
 * Labelled text: files of tagged words or of marked spans in, sentences of words and BIO tags out.
 *
 * <p>Forms are CoNLL columns, JSON Lines with character spans and CSV ({@link
 * org.bert4j.finetune.ner.data.NerFormat}); schemes are recognised and converted. Columns are those
 * of CoNLL-2003, CoNLL-2012 (spans in brackets), CoNLL-U (a feature {@code name=} of the last
 * column) and GermEval (numbers of words, nested tags), with lines of comments before sentences;
 * where more than one column could be meant, the file is refused. Text to tag is text unless its
 * lines are columns for certain. A broken file is one {@link java.lang.IllegalArgumentException}
 * with file, line and what was expected. Characters are Java's: {@code text.substring(start, end)}
 * is what a span says (UTF-16, as in JSON and JavaScript; Python counts a character beyond U+FFFF
 * once, Java twice).
 */
package org.bert4j.finetune.ner.data;
