/**
 * Files that are either whole or absent: written under a temporary name, flushed to the disk, then
 * renamed; and trees of them, deleted; and JSON files whose errors are one line with file and
 * position; and texts, decompressed and from any encoding, opened in one place ({@link
 * org.bert4j.common.io.TextStream}), whose lines are never changed in silence; and native
 * libraries, unpacked where nobody else can write; and what of the machine the process may use.
 */
package org.bert4j.common.io;
