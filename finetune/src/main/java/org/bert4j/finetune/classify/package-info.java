/**
 * Texts, or pairs of texts, and their classes or a number.
 *
 * <pre>
 * files - TextReader - LabelledText - TextWindows - SequenceClassificationBatch - model
 *                                                                                        |
 *          results.json - ClassifyEvaluation - TextClasses (what outputs stand for) - outputs
 * </pre>
 */
package org.bert4j.finetune.classify;
