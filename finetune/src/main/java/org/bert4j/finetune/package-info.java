/** Fine-tuning of a pre-trained encoder. */
package org.bert4j.finetune;
