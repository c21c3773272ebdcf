package org.bert4j.finetune.ner.data;

import java.util.Optional;

/**
 * The columns to read: numbers from 1 in CoNLL columns, negative ones counted from the last; names
 * in CSV.
 *
 * @param sentence names the column that tells where a sentence begins, in CSV only. Default: one
 *     called {@code sentence}, {@code sentence #}, {@code sentence_id} or the like
 * @param word names the words' column. Default: 1; in CSV one called {@code word} or {@code token}
 * @param tag names the tags' column. Default: −1; in CSV one called {@code tag}, {@code label} or
 *     {@code ner_tag}
 */
public record NerColumns(Optional<String> sentence, Optional<String> word, Optional<String> tag) {
  /** First column, last column, usual names. */
  public static final NerColumns DEFAULT =
      new NerColumns(Optional.empty(), Optional.empty(), Optional.empty());
}
