package org.bert4j.common.model;

/**
 * How one vector is made of the last hidden states of a sequence's tokens, special tokens included
 * (Reimers and Gurevych, 2019).
 */
public enum Pooling {
  /** The first token's. */
  CLS,

  /** Their mean. */
  MEAN,

  /** The largest of each dimension. */
  MAX
}
