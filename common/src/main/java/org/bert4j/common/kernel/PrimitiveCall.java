package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/**
 * One kernel call: collects the operands, finds the primitive made for their shapes or makes it,
 * and runs it. Reused for every call of its engine.
 */
final class PrimitiveCall implements AutoCloseable {
  private static final int MAX_ARGUMENTS = 16;

  /** Primitives kept; one takes about 200 KB. */
  static final int MAX_PRIMITIVES = 8192;

  private static final Map<Integer, String> NAMES =
      Map.of(
          dnnl_matmul, "matmul",
          dnnl_inner_product, "dense gradients",
          dnnl_softmax, "softmax",
          dnnl_layer_normalization, "layer_norm",
          dnnl_eltwise, "activation",
          dnnl_binary, "multiply/add",
          dnnl_reorder, "convert");

  /** Keeps the primitives used last: a bound for corpora with thousands of lengths. */
  private static final class RecentlyUsed extends LinkedHashMap<PrimitiveKey, Primitive> {
    private static final long serialVersionUID = 1L;

    RecentlyUsed() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<PrimitiveKey, Primitive> eldest) {
      boolean full = size() > MAX_PRIMITIVES;
      if (full) {
        eldest.getValue().close();
      }
      return full;
    }
  }

  /** Describes a primitive for the operands of a call. */
  interface Maker {
    void make(PrimitiveCall call, dnnl_primitive_desc result);
  }

  private final OwnerThread thread;
  private final dnnl_engine engine;
  private final dnnl_stream stream;
  private final Map<PrimitiveKey, Primitive> primitives = new RecentlyUsed();
  private final PrimitiveKey key = new PrimitiveKey();
  private final PostOps postOps = new PostOps();
  private final int[] names = new int[MAX_ARGUMENTS];
  private final Tensor[] operands = new Tensor[MAX_ARGUMENTS];
  private int count;
  private int operation;
  private KernelProfile profile;
  private int threads;
  private boolean compileOnly;
  private dnnl_memory_desc[] descriptors;
  private dnnl_primitive_attr attributes;

  PrimitiveCall(OwnerThread thread, dnnl_engine engine, dnnl_stream stream) {
    this.thread = thread;
    this.engine = engine;
    this.stream = stream;
  }

  PrimitiveCall start(int newOperation) {
    operation = newOperation;
    key.start(operation);
    postOps.clear();
    count = 0;
    return this;
  }

  /** A number that the primitive is compiled with. */
  PrimitiveCall constant(long word) {
    key.add(word);
    return this;
  }

  PrimitiveCall argument(int name, Tensor tensor) {
    names[count] = name;
    operands[count++] = tensor;
    key.add(name).add(tensor);
    return this;
  }

  PostOps postOps() {
    return postOps;
  }

  void run(Maker maker) {
    thread.require();
    postOps.addTo(this);
    Primitive primitive = primitives.get(key);
    if (primitive == null) {
      primitive = make(maker);
      primitives.put(key.copy(), primitive);
    }
    if (compileOnly) {
      return;
    }
    if (profile == null) {
      primitive.run(stream, operands);
    } else {
      runProfiled(primitive);
    }
  }

  private void runProfiled(Primitive primitive) {
    long start = System.nanoTime();
    primitive.run(stream, operands);
    long nanoseconds = System.nanoTime() - start;
    double bytes = 0;
    StringBuilder shapes = new StringBuilder();
    for (int i = 0; i < count; i++) {
      bytes += (double) operands[i].elements() * operands[i].type().bytes();
      shapes.append(i < 2 ? " " + operands[i].shapeText() : "");
    }
    profile.add(name() + shapes, threads * nanoseconds, flops(), bytes);
  }

  private String name() {
    return NAMES.getOrDefault(operation, "kernel");
  }

  /** Operations of a matrix product; others are bound by memory. */
  private double flops() {
    if (operation == dnnl_inner_product) {
      return 2.0 * operand(DNNL_ARG_DIFF_WEIGHTS).elements() * operand(DNNL_ARG_SRC).rows();
    }
    if (operation != dnnl_matmul) {
      return 0;
    }
    return 2.0 * operand(DNNL_ARG_DST).elements() * operand(DNNL_ARG_SRC).columns();
  }

  /** Starts or, with null, stops measuring every call. */
  void profile(KernelProfile newProfile, int newThreads) {
    profile = newProfile;
    threads = newThreads;
  }

  /** Whether {@link #run} finds or makes the primitive and leaves it at that. */
  void compileOnly(boolean only) {
    compileOnly = only;
  }

  dnnl_engine engine() {
    return engine;
  }

  dnnl_primitive_attr attributes() {
    return attributes;
  }

  /** Descriptor of the argument of that name, null where the call has none. */
  dnnl_memory_desc descriptor(int name) {
    for (int i = 0; i < count; i++) {
      if (names[i] == name) {
        return descriptors[i];
      }
    }
    return null;
  }

  /** Operand of the argument of that name. */
  Tensor operand(int name) {
    for (int i = 0; i < count; i++) {
      if (names[i] == name) {
        return operands[i];
      }
    }
    throw new IllegalArgumentException("no argument " + name);
  }

  int primitives() {
    return primitives.size();
  }

  private Primitive make(Maker maker) {
    descriptors = new dnnl_memory_desc[count];
    attributes = new dnnl_primitive_attr();
    dnnl_primitive_desc descriptor = new dnnl_primitive_desc();
    try {
      for (int i = 0; i < count; i++) {
        descriptors[i] = OneDnn.describe(operands[i]);
      }
      OneDnn.check(dnnl_primitive_attr_create(attributes), "attributes");
      dnnl_post_ops list = postOps.describe(this);
      OneDnn.check(dnnl_primitive_attr_set_post_ops(attributes, list), "post-operations");
      dnnl_post_ops_destroy(list);
      maker.make(this, descriptor);
      return new Primitive(name(), engine, descriptor, Arrays.copyOf(names, count), descriptors);
    } finally {
      dnnl_primitive_desc_destroy(descriptor);
      dnnl_primitive_attr_destroy(attributes);
      for (dnnl_memory_desc each : descriptors) {
        dnnl_memory_desc_destroy(each);
      }
    }
  }

  @Override
  public void close() {
    primitives.values().forEach(Primitive::close);
    primitives.clear();
  }
}
