/** Extractive question answering. */
package org.bert4j.finetune.qa;
