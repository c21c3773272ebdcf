/**
 * Scores of predicted entities against those annotated, as seqeval defines them: an entity is right
 * if type, first and last word are. 0/0 counts as 0; an average over no type is {@code NaN}.
 */
package org.bert4j.finetune.ner.metrics;
