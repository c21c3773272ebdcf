/** Trained models in use: read from a checkpoint, shared by threads, closed once. */
package org.bert4j.common.inference;
