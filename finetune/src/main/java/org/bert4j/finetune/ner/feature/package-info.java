/**
 * Sentences as a model reads them: word pieces, cut into overlapping windows where a sentence is
 * longer than the model, and put together again.
 *
 * <p>W is the number of words of a sentence, S the number of tokens of a window, [CLS] and [SEP]
 * included, K the number of labels. A word is represented by its first piece, as in the paper
 * (Devlin et al. 2019, 5.3).
 */
package org.bert4j.finetune.ner.feature;
