package org.bert4j.pretrain.data;

import java.util.stream.IntStream;
import org.bert4j.pretrain.store.TokenStore;

/** Some documents of a token store. Immutable. */
public final class Documents {
  private final TokenStore store;
  private final int[] indices;

  Documents(TokenStore store, int[] indices) {
    this.store = store;
    this.indices = indices;
  }

  /**
   * All documents of a store.
   *
   * @param store the store
   * @return its documents in their order
   */
  public static Documents all(TokenStore store) {
    return new Documents(store, IntStream.range(0, store.documents()).toArray());
  }

  /**
   * Where the documents are.
   *
   * @return their store
   */
  public TokenStore store() {
    return store;
  }

  /**
   * Number of documents.
   *
   * @return how many of the store's documents these are
   */
  public int size() {
    return indices.length;
  }

  /**
   * One of the documents.
   *
   * @param i 0 … size − 1
   * @return its index in the store
   */
  public int index(int i) {
    return indices[i];
  }

  /**
   * Number of tokens in all documents.
   *
   * @return tokens, without special tokens
   */
  public long tokens() {
    long tokens = 0;
    for (int document : indices) {
      tokens += store.tokens(document);
    }
    return tokens;
  }
}
