/** Deeplearning4j's training user interface for runs of bert4j. */
package org.bert4j.examples.ui.pages;
