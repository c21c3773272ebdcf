package org.bert4j.common.io;

/**
 * Where a line, or a piece of one, is in its file.
 *
 * @param line number of the line, from 1
 * @param offset bytes of the line before the piece
 */
record LinePosition(long line, long offset) {
  boolean beginsFile() {
    return line == 1 && offset == 0;
  }
}
