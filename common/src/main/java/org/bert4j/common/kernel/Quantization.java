package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_min;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_sum;

import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Rounds rows to integers of 8 bits: {@code q = round(127 x / max |x|) + 128}, with the largest of
 * each row. The offset suits the processor's instructions, whose left operand has no sign; {@link
 * QuantizedMatrix} takes it away again.
 */
public final class Quantization {
  /** What stands for 0. */
  static final int ZERO = 128;

  private static final int LARGEST = 127;

  private final PrimitiveCall call;
  private final PrimitiveCall.Maker reduction = this::makeReduction;
  private final PrimitiveCall.Maker product = Quantization::makeProduct;
  private final Arena arena = new Arena();
  private final Transfer transfer = new Transfer();
  private int algorithm;
  private Tensor largest;
  private Tensor smallest;
  private Tensor sums;
  private Tensor factors;
  private Tensor scales;
  private Tensor integers;
  private Tensor zero;
  private float[] of = new float[0];
  private float[] against = new float[0];
  private float[] sum = new float[0];

  Quantization(PrimitiveCall call) {
    this.call = call;
  }

  /**
   * Rows as integers.
   *
   * @param integers {@code [rows, columns]}
   * @param scales {@code [rows, 1]} what one stands for
   */
  public record Rows(Tensor integers, Tensor scales) {}

  /**
   * Rounds rows.
   *
   * @param x {@code [rows, columns]} in single precision
   * @return the rows, in memory that is valid until the next call
   */
  public Rows rows(Tensor x) {
    int rows = x.rows();
    reserve(rows, x.elements());
    reduce(dnnl_reduction_max, x, largest.rows(0, rows));
    reduce(dnnl_reduction_min, x, smallest.rows(0, rows));
    reduce(dnnl_reduction_sum, x, sums.rows(0, rows));
    setScales(rows);
    Tensor result = integers.columns(0, x.elements()).reshape(rows, x.columns());
    call.start(dnnl_binary)
        .constant(dnnl_binary_mul)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_SRC_1, factors.rows(0, rows));
    call.postOps().add(zero);
    call.argument(DNNL_ARG_DST, result).run(product);
    return new Rows(result, scales.rows(0, rows));
  }

  private void reserve(int rows, long elements) {
    if (largest != null && largest.rows() >= rows && integers.elements() >= elements) {
      return;
    }
    int newRows = Math.max(rows, largest == null ? 0 : 2 * largest.rows());
    long newElements = Math.max(elements, integers == null ? 0 : 2 * integers.elements());
    close();
    largest = arena.matrix(DataType.FP32, newRows, 1);
    smallest = arena.matrix(DataType.FP32, newRows, 1);
    sums = arena.matrix(DataType.FP32, newRows, 1);
    factors = arena.matrix(DataType.FP32, newRows, 1);
    scales = arena.matrix(DataType.FP32, newRows, 1);
    integers = arena.matrix(DataType.UINT8, 1, newElements);
    zero = arena.constants(1, 1, new float[] {ZERO});
    of = new float[newRows];
    against = new float[newRows];
    sum = new float[newRows];
  }

  /** A few numbers a batch, where a kernel's call takes longer than they do. */
  private void setScales(int rows) {
    transfer.read(largest, 0, of, rows);
    transfer.read(smallest, 0, against, rows);
    transfer.read(sums, 0, sum, rows);
    for (int i = 0; i < rows; i++) {
      // oneDNN's largest and smallest pass over NaN, a sum does not.
      float most = Float.isNaN(sum[i]) ? Float.NaN : Math.max(of[i], -against[i]);
      boolean isZero = most == 0;
      of[i] = isZero ? 0 : most / LARGEST;
      against[i] = isZero ? 0 : LARGEST / most;
    }
    transfer.write(scales, 0, of, rows);
    transfer.write(factors, 0, against, rows);
  }

  private void reduce(int newAlgorithm, Tensor x, Tensor result) {
    algorithm = newAlgorithm;
    call.start(dnnl_reduction)
        .constant(newAlgorithm)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DST, result)
        .run(reduction);
  }

  private void makeReduction(PrimitiveCall ignored, dnnl_primitive_desc result) {
    OneDnn.check(
        dnnl_reduction_primitive_desc_create(
            result,
            call.engine(),
            algorithm,
            call.descriptor(DNNL_ARG_SRC),
            call.descriptor(DNNL_ARG_DST),
            0,
            0,
            call.attributes()),
        "the largest of rows");
  }

  private static void makeProduct(PrimitiveCall call, dnnl_primitive_desc result) {
    OneDnn.check(
        dnnl_binary_primitive_desc_create(
            result,
            call.engine(),
            dnnl_binary_mul,
            call.descriptor(DNNL_ARG_SRC),
            call.descriptor(DNNL_ARG_SRC_1),
            call.descriptor(DNNL_ARG_DST),
            call.attributes()),
        "rounding to integers");
  }

  void close() {
    arena.close();
  }
}
