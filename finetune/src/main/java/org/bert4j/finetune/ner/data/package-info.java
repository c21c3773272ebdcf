/**
 * Labelled text: files of tagged words or of marked spans in, sentences of words and entities out.
 *
 * <p>Forms are CoNLL columns, JSON and tables ({@link org.bert4j.finetune.ner.data.NerFormat});
 * schemes are recognised. Columns are those of CoNLL-2003, CoNLL-2012 (spans in brackets), CoNLL-U
 * (a feature {@code name=} of the last column) and GermEval (numbers of words, nested tags), with
 * lines of comments before sentences; where more than one column could be meant, the file is
 * refused. Text to tag is text unless its lines are columns for certain. A file's own tags are read
 * once all of them are known, a file's spans stay characters until what offsets count is known;
 * both become {@link org.bert4j.finetune.ner.tag.EntitySpan}s of words, of which tags are made for
 * the scheme that is wanted. A broken file is one {@link java.lang.IllegalArgumentException} with
 * file, line and what was expected. What was chosen and left out stands in a {@link
 * org.bert4j.finetune.ner.data.FileSummary}. Offsets here are Java's: {@code text.substring(start,
 * end)} is what a span says.
 */
package org.bert4j.finetune.ner.data;
