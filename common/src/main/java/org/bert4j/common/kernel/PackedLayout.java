package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_blks;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_idxs;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_nblks_s32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_padded_dims;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_padded_offsets;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_submemory_offset_s64;

import java.util.stream.LongStream;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * A blocked layout that oneDNN chose, and the numbers that it consists of. Those tell primitives
 * apart: a descriptor's address would not, as the next descriptor may get it.
 */
final class PackedLayout implements AutoCloseable {
  private static final int DIMENSIONS = 2;

  private final dnnl_memory_desc descriptor;
  private final long[] words;

  /** Takes a blocked matrix's descriptor over. */
  PackedLayout(dnnl_memory_desc descriptor) {
    this.descriptor = descriptor;
    try (Arena arena = new Arena()) {
      words = words(descriptor, new LongsPointer().at(arena.allocate(Long.BYTES)));
    }
  }

  private static long[] words(dnnl_memory_desc descriptor, LongsPointer answer) {
    query(descriptor, dnnl_query_submemory_offset_s64, answer);
    LongStream words = LongStream.of(answer.get(0));
    answer.put(0, 0); // the next answer is an int
    query(descriptor, dnnl_query_inner_nblks_s32, answer);
    int blocks = (int) answer.get(0);
    words = LongStream.concat(words, LongStream.of(blocks));
    for (int list :
        new int[] {dnnl_query_strides, dnnl_query_padded_dims, dnnl_query_padded_offsets}) {
      words = LongStream.concat(words, list(descriptor, list, DIMENSIONS, answer));
    }
    for (int list : new int[] {dnnl_query_inner_blks, dnnl_query_inner_idxs}) {
      words = LongStream.concat(words, list(descriptor, list, blocks, answer));
    }
    return words.toArray();
  }

  private static LongStream list(
      dnnl_memory_desc descriptor, int what, int length, LongsPointer answer) {
    query(descriptor, what, answer);
    long[] list = new long[length];
    new LongsPointer().at(answer.get(0)).get(list);
    return LongStream.of(list);
  }

  private static void query(dnnl_memory_desc descriptor, int what, LongsPointer answer) {
    OneDnn.check(dnnl_memory_desc_query(descriptor, what, answer), "a property of a layout");
  }

  dnnl_memory_desc descriptor() {
    return descriptor;
  }

  /** The same for the same layouts of matrices of the same sizes, and only for them. */
  long[] words() {
    return words;
  }

  @Override
  public void close() {
    dnnl_memory_desc_destroy(descriptor);
  }
}
