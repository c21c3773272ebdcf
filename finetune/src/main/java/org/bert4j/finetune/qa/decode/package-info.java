/**
 * From a model's scores to answers: the best spans of all windows of a context, the choice between
 * an answer and none, and the files in which predictions are handed on.
 *
 * <p>The rules are those of HuggingFace's {@code utils_qa.py}.
 */
package org.bert4j.finetune.qa.decode;
