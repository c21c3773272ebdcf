package org.bert4j.finetune.ner.data;

/**
 * An entity as a file marks it, by characters of a text.
 *
 * @param start its first character, in the unit of the file
 * @param end the character behind its last one
 * @param type what it is
 * @param surface what the file says stands there, or null
 * @param path where the record has it, for error messages
 */
record MarkedSpan(int start, int end, String type, String surface, String path) {}
