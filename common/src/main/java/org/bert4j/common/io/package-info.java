/**
 * Files that are either whole or absent: written under a temporary name, flushed to the disk, then
 * renamed; and trees of them, deleted; and JSON files whose errors are one line with file and
 * position; and lines of UTF-8 text of which none is changed in silence; and native libraries,
 * unpacked where nobody else can write; and what of the machine the process may use.
 */
package org.bert4j.common.io;
