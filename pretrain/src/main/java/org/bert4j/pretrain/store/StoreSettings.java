package org.bert4j.pretrain.store;

import java.util.Locale;
import org.bert4j.common.io.AtomicFile;

/**
 * How a store is written.
 *
 * @param shardBytes a shard ends with the document that brings it to this size
 * @param disk writes its files
 */
record StoreSettings(long shardBytes, DiskWriter disk) {
  static final StoreSettings DEFAULT = new StoreSettings(1L << 26, AtomicFile::writeFully);

  StoreSettings {
    if (shardBytes < 1 || shardBytes > 1L << 28) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shard_bytes is %d, expected 1 to 2^28: a shard is mapped as a whole",
              shardBytes));
    }
  }
}
