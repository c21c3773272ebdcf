/**
 * BERT: its configuration, parameters, input batches, encoder and heads.
 *
 * <p>Shapes are written in these letters everywhere in this project:
 *
 * <pre>
 * B  sequences of a batch
 * N  tokens of a batch: all its sequences end to end, without padding
 * S  tokens of one sequence
 * M  masked positions of a batch
 * H  hidden size                      (hidden_size)
 * A  attention heads                  (num_attention_heads)
 * D  size of a head, H / A
 * I  size of the feed-forward layer   (intermediate_size)
 * L  encoder layers                   (num_hidden_layers)
 * V  word pieces in the vocabulary    (vocab_size)
 * P  positions                        (max_position_embeddings)
 * T  token types                      (type_vocab_size)
 * K  outputs of a token: classes, or start and end of an answer
 * </pre>
 */
package org.bert4j.common.model;
