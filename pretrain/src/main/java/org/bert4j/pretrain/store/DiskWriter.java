package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Brings bytes to a file. Tests put one in its place that fails, as a full disk does. */
@FunctionalInterface
interface DiskWriter {
  /** Writes all remaining bytes at the end of what the channel has written. */
  void write(FileChannel channel, ByteBuffer bytes) throws IOException;
}
