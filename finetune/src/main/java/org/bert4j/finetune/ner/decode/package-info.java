/**
 * From logits to entities: the most probable sequence of labels that the tagging scheme allows.
 * Pure functions; W is the number of words, K the number of labels.
 */
package org.bert4j.finetune.ner.decode;
