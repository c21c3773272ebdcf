package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_set_primitive_cache_capacity;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;

/**
 * Runs kernels on tensors with a fixed number of threads. Owns the compiled primitives, the threads
 * of the Java kernels and a little scratch memory. Made, used and closed by one and the same
 * thread.
 */
public final class ComputeEngine implements AutoCloseable {
  private static final int MIN_ONES = 4096;

  private final OwnerThread thread;
  private final dnnl_engine engine = new dnnl_engine();
  private final dnnl_stream stream = new dnnl_stream();
  private final Workers workers;
  private final PrimitiveCall call;
  private final Matmul matmul;
  private final InnerProduct innerProduct;
  private final Softmax softmax;
  private final LayerNormalization layerNormalization;
  private final Elementwise elementwise;
  private final EmbeddingTable embeddingTable;
  private final CrossEntropy crossEntropy;
  private final Quantization quantization;
  private final Arena arena = new Arena();
  private final AddressPointer pointer = new AddressPointer();
  private final List<ComputeEngine> threadEngines = new ArrayList<>();
  private KernelProfile profile;
  private final Tensor[] ones = new Tensor[DataType.values().length];

  /**
   * Makes an engine.
   *
   * @param threads number of threads, at least 1
   */
  public ComputeEngine(int threads) {
    workers = new Workers(threads);
    thread = new OwnerThread(threads);
    // By default oneDNN shares 1,024 primitives between engines: fewer than ragged batches need.
    OneDnn.check(dnnl_set_primitive_cache_capacity(PrimitiveCall.MAX_PRIMITIVES), "a larger cache");
    OneDnn.check(dnnl_engine_create(engine, dnnl_cpu, 0), "an engine");
    OneDnn.check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "a stream");
    call = new PrimitiveCall(thread, engine, stream);
    innerProduct = new InnerProduct(call);
    softmax = new Softmax(call);
    layerNormalization = new LayerNormalization(call);
    elementwise = new Elementwise(call);
    matmul = new Matmul(call, elementwise);
    embeddingTable = new EmbeddingTable(this);
    crossEntropy = new CrossEntropy(this, arena);
    quantization = new Quantization(call);
  }

  /**
   * Starts a matrix product.
   *
   * @param a left operand {@code [..., m, k]}
   * @param b right operand {@code [..., k, n]}
   * @return the product, to be run {@link Matmul#into into} its destination
   */
  public Matmul matmul(Tensor a, Tensor b) {
    return matmul.start(a, b);
  }

  /**
   * Softmax over rows.
   *
   * @return its kernels
   */
  public Softmax softmax() {
    return softmax;
  }

  /**
   * Layer normalization over rows.
   *
   * @return its kernels
   */
  public LayerNormalization layerNormalization() {
    return layerNormalization;
  }

  /**
   * Operations on single elements.
   *
   * @return their kernels
   */
  public Elementwise elementwise() {
    return elementwise;
  }

  /**
   * Rows looked up by index.
   *
   * @return its kernels
   */
  public EmbeddingTable embeddingTable() {
    return embeddingTable;
  }

  /**
   * Cross-entropy of rows of logits.
   *
   * @return its kernels
   */
  public CrossEntropy crossEntropy() {
    return crossEntropy;
  }

  /**
   * Rows rounded to integers.
   *
   * @return its kernels
   */
  public Quantization quantization() {
    return quantization;
  }

  dnnl_engine handle() {
    thread.require();
    return engine;
  }

  /**
   * The threads of Java kernels.
   *
   * @return the workers
   */
  public Workers workers() {
    return workers;
  }

  /**
   * Engines of one thread each, each to be used on the worker of its number: many small operations
   * run best side by side, without the threads waiting for each other after each.
   *
   * @return one engine a worker, owned by this; this one alone where it has one thread
   */
  public List<ComputeEngine> threadEngines() {
    if (threadEngines.isEmpty() && workers.threads() == 1) {
      threadEngines.add(this);
    } else if (threadEngines.isEmpty()) {
      ComputeEngine[] made = new ComputeEngine[workers.threads()];
      workers.each(made.length, i -> made[i] = new ComputeEngine(1));
      threadEngines.addAll(List.of(made));
    }
    return threadEngines;
  }

  /**
   * The gradients of a dense layer's parameters.
   *
   * @param x its input, {@code [rows, in]}
   * @param dy gradient of its output, {@code [rows, out]}
   * @param dw receives the gradient of its weight, {@code [out, in]}
   * @param db receives the gradient of its bias, {@code [1, out]}
   */
  public void denseGradients(Tensor x, Tensor dy, Tensor dw, Tensor db) {
    innerProduct.gradients(x, dy, dw, db);
  }

  /**
   * Adds to the gradients of a dense layer's parameters. The bias's is a product with a row of
   * ones: oneDNN's own reduction is two orders of magnitude slower.
   *
   * @param x its input, {@code [rows, in]}
   * @param dy gradient of its output, {@code [rows, out]}
   * @param dw gradient of its weight, {@code [out, in]}
   * @param db gradient of its bias, {@code [1, out]}
   */
  public void addDenseGradients(Tensor x, Tensor dy, Tensor dw, Tensor db) {
    matmul(dy.transpose(), x).accumulate(true).into(dw);
    matmul(ones(dy.type(), dy.rows()), dy).accumulate(true).into(db);
  }

  /**
   * Sets all elements of a tensor to zero.
   *
   * @param tensor the tensor, dense or dense blocks along its first dimension
   */
  public void zero(Tensor tensor) {
    int bytes = tensor.type().bytes();
    long blocks = tensor.isDense() ? 1 : tensor.size(0);
    long size = tensor.elements() / blocks * bytes;
    for (long i = 0; i < blocks && size > 0; i++) {
      long address = tensor.address() + i * tensor.stride(0) * bytes;
      Pointer.memset(pointer.at(address), 0, size);
    }
  }

  private Tensor ones(DataType type, long count) {
    Tensor present = ones[type.ordinal()];
    if (present == null || present.columns() < count) {
      long capacity = Math.max(MIN_ONES, Long.highestOneBit(count - 1) * 2);
      present = arena.matrix(type, 1, capacity);
      Transfer.fill(present, 1);
      ones[type.ordinal()] = present;
    }
    return present.columns(0, count);
  }

  /**
   * Compiles the primitives that some work calls, without running one of them.
   *
   * @param work calls kernels of this engine and has no other effect
   */
  public void compileOnly(Runnable work) {
    call.compileOnly(true);
    try {
      work.run();
    } finally {
      call.compileOnly(false);
    }
  }

  /**
   * Does some work; where kernels are measured it counts as one, whatever it calls.
   *
   * @param kernel name
   * @param bytes memory that it moves
   * @param work the work
   */
  public void measured(String kernel, double bytes, Runnable work) {
    if (profile == null) {
      work.run();
      return;
    }
    KernelProfile target = profile;
    profile(null);
    try {
      long start = System.nanoTime();
      work.run();
      target.add(kernel, workers.threads() * (System.nanoTime() - start), 0, bytes);
    } finally {
      profile(target);
    }
  }

  /**
   * Measures every kernel from now on.
   *
   * @param newProfile receives the measurements, null to stop
   */
  public void profile(KernelProfile newProfile) {
    profile = newProfile;
    call.profile(newProfile, workers.threads());
    threadEngines.stream().filter(each -> each != this).forEach(each -> each.profile(newProfile));
  }

  /**
   * Number of primitives compiled so far.
   *
   * @return the size of the cache
   */
  public int primitives() {
    int ofThreads =
        threadEngines.stream()
            .filter(each -> each != this)
            .mapToInt(ComputeEngine::primitives)
            .sum();
    return call.primitives() + ofThreads;
  }

  /**
   * Frees everything; a second call has no effect.
   *
   * @throws IllegalStateException on another thread than that which made it
   */
  @Override
  public void close() {
    if (!thread.close()) {
      return;
    }
    if (workers.threads() > 1 && !threadEngines.isEmpty()) {
      workers.each(threadEngines.size(), i -> threadEngines.get(i).close());
    }
    call.close();
    quantization.close();
    matmul.close();
    dnnl_stream_destroy(stream);
    dnnl_engine_destroy(engine);
    workers.close();
    arena.close();
  }
}
