/**
 * What the notebooks in {@code examples/notebooks} have in common: their settings, and labelled
 * data made of the sample corpus for those who bring none.
 */
package org.bert4j.examples.notebook;
