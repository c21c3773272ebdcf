package org.bert4j.finetune.ner.data;

/**
 * The columns to read: numbers from 1 in CoNLL columns, negative ones counted from the last; names
 * or numbers in CSV; names of fields in JSON.
 *
 * @param sentence column that tells where a sentence begins, in CSV only; null means one called
 *     {@code sentence}, {@code sentence #}, {@code sentence_id} or the like
 * @param word column of the words, or of the texts; null means 1, in CSV one called {@code word} or
 *     {@code token}
 * @param tag column of the tags; null means −1, in CSV one called {@code tag}, {@code label} or
 *     {@code ner_tag}
 */
public record NerColumns(String sentence, String word, String tag) {
  /** First column, last column, usual names. */
  public static final NerColumns DEFAULT = new NerColumns(null, null, null);
}
