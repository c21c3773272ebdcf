package org.bert4j.common.layer;

/** What a parameter begins with. */
public enum FirstValues {
  /** Draws from a normal distribution truncated at two standard deviations. */
  TRUNCATED_NORMAL,
  /** Zero. */
  ZEROS,
  /** One. */
  ONES,
  /** Sines in even, cosines in odd columns (Vaswani et al., 2017); such a table is not trained. */
  SINUSOIDS
}
