/**
 * What a model is fed: ragged batches of token ids, refilled instead of reallocated. Shapes are
 * written in the letters of {@code org.bert4j.common.model}.
 */
package org.bert4j.common.batch;
