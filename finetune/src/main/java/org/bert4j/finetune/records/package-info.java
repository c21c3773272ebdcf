/**
 * Records of data sets, whatever task they are for: rows of comma-, semicolon- or tab-separated
 * values, and the objects of JSON Lines, of one array, or of an array in an object such as {@code
 * {"data": [...]}}. They are read one at a time; an error is one {@link
 * java.lang.IllegalArgumentException} of one line with file and line.
 */
package org.bert4j.finetune.records;
