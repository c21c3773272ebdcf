/**
 * Pre-training: corpora, sentence pairs, masking, and the run that turns them into a checkpoint.
 */
package org.bert4j.pretrain;
