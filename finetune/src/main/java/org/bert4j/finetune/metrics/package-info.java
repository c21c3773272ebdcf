/** Scores that several tasks have, as scikit-learn and SciPy define them. */
package org.bert4j.finetune.metrics;
