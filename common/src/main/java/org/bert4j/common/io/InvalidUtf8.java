package org.bert4j.common.io;

/** What to do with a line that is not UTF-8, or holds NUL bytes. */
public enum InvalidUtf8 {
  /** Stop with an error that names file and line. */
  FAIL,
  /** Drop the line and count it. */
  SKIP
}
