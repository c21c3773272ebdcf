/** Bridges to Deeplearning4j and its arrays. */
package org.bert4j.common.dl4j;
