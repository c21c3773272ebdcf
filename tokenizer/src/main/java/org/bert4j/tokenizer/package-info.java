/** WordPiece tokenization and vocabulary training: text in, ids out, no tensors. */
package org.bert4j.tokenizer;
