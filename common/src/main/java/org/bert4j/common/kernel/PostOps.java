package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;

import org.bytedeco.dnnl.dnnl_post_ops;

/** What is done to each element of a result before it is stored, in the order of the calls. */
final class PostOps {
  private static final int MAX = 6;

  private enum Kind {
    SCALE,
    MULTIPLY,
    ADD,
    ACCUMULATE,
    FUNCTION
  }

  private final Kind[] kinds = new Kind[MAX];
  private final float[] factors = new float[MAX];
  private final Tensor[] operands = new Tensor[MAX];
  private final int[] algorithms = new int[MAX];
  private int count;

  void clear() {
    count = 0;
  }

  /** Multiplies by a constant that is compiled in. */
  void scale(float factor) {
    append(Kind.SCALE, factor, null);
  }

  /** Multiplies by the elements of a tensor whose sizes are the result's or 1. */
  void multiply(Tensor factor) {
    append(Kind.MULTIPLY, 0, factor);
  }

  /** Adds the elements of a tensor whose sizes are the result's or 1. */
  void add(Tensor summand) {
    append(Kind.ADD, 0, summand);
  }

  /** Adds what stood in the destination. */
  void accumulate() {
    append(Kind.ACCUMULATE, 0, null);
  }

  /** Applies a function of one element. */
  void function(int algorithm) {
    algorithms[count] = algorithm;
    append(Kind.FUNCTION, algorithm, null);
  }

  private void append(Kind kind, float factor, Tensor operand) {
    kinds[count] = kind;
    factors[count] = factor;
    operands[count++] = operand;
  }

  void addTo(PrimitiveCall call) {
    for (int i = 0; i < count; i++) {
      call.constant(kinds[i].ordinal()).constant(Float.floatToRawIntBits(factors[i]));
      if (operands[i] != null) {
        call.argument(name(i), operands[i]);
      }
    }
  }

  /** Makes oneDNN's list; the caller destroys it. */
  dnnl_post_ops describe(PrimitiveCall call) {
    dnnl_post_ops list = new dnnl_post_ops();
    OneDnn.check(dnnl_post_ops_create(list), "a list of post-operations");
    for (int i = 0; i < count; i++) {
      OneDnn.check(append(list, call, i), "post-operation " + kinds[i]);
    }
    return list;
  }

  private int append(dnnl_post_ops list, PrimitiveCall call, int i) {
    return switch (kinds[i]) {
      case SCALE -> dnnl_post_ops_append_eltwise(list, dnnl_eltwise_linear, factors[i], 0);
      case MULTIPLY -> dnnl_post_ops_append_binary(list, dnnl_binary_mul, call.descriptor(name(i)));
      case ADD -> dnnl_post_ops_append_binary(list, dnnl_binary_add, call.descriptor(name(i)));
      case FUNCTION -> dnnl_post_ops_append_eltwise(list, algorithms[i], 0, 0);
      case ACCUMULATE -> dnnl_post_ops_append_sum(list, 1, 0, dnnl_data_type_undef);
    };
  }

  private static int name(int i) {
    return DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1) | DNNL_ARG_SRC_1;
  }
}
