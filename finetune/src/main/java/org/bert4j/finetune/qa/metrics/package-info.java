/**
 * Exact match and F1 of answers, as SQuAD's official {@code evaluate-v1.1.py} and {@code
 * evaluate-v2.0.py} define them.
 */
package org.bert4j.finetune.qa.metrics;
