package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_clone;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** What every call of oneDNN's C interface needs. */
final class OneDnn {
  private OneDnn() {}

  static void check(int status, String call) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN refused " + call + ": status " + status);
    }
  }

  /** Describes a tensor's memory; the caller destroys the descriptor. */
  static dnnl_memory_desc describe(Tensor tensor) {
    if (tensor.layout() != null) {
      dnnl_memory_desc copy = new dnnl_memory_desc();
      check(dnnl_memory_desc_clone(copy, tensor.layout().descriptor()), "a copy of a descriptor");
      return copy;
    }
    return describe(tensor.type(), tensor.shape(), tensor.strides());
  }

  /** Describes a vector of single-precision elements; the caller destroys the descriptor. */
  static dnnl_memory_desc describeVector(long elements) {
    return describe(DataType.FP32, new long[] {elements}, new long[] {1});
  }

  static dnnl_memory_desc describe(DataType type, long[] shape, long[] strides) {
    dnnl_memory_desc descriptor = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_strides(
            descriptor, shape.length, shape, type.dnnlType(), strides),
        "a descriptor of " + type + Arrays.toString(shape));
    return descriptor;
  }
}
