/**
 * Named entities: {@link org.bert4j.finetune.ner.NerTraining} makes a model of annotated files,
 * {@link org.bert4j.finetune.ner.NerTagger} finds entities with it.
 *
 * <pre>
 * files - data (words, entities) - feature (word pieces, windows) - model - decode - output
 *                    tag (schemes, labels)                                  metrics
 * </pre>
 */
package org.bert4j.finetune.ner;
