/** Deeplearning4j's training user interface, as far as it can be spoken of without it. */
package org.bert4j.examples.ui;
