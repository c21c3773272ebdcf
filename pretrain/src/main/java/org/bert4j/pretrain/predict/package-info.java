/**
 * What a pre-trained model is good for as it is: filling masked positions, and hidden states as
 * features of other programs.
 */
package org.bert4j.pretrain.predict;
