/**
 * Texts and pairs of texts, with labels or without: read from people's files, and cut into the
 * windows that a model reads.
 */
package org.bert4j.finetune.text;
