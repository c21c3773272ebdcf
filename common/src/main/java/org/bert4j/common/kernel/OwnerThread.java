package org.bert4j.common.kernel;

/**
 * The thread that an engine belongs to. Some of what kernels use is that thread's and no other's:
 * OpenMP's pool and the number of its threads, and oneDNN's scratch memory, which lives as long as
 * the primitives that were compiled on the thread.
 */
final class OwnerThread {
  private final Thread owner = Thread.currentThread();
  private final int threads;
  private boolean closed;

  /** Takes the calling thread, whose kernels run on so many threads. */
  OwnerThread(int threads) {
    this.threads = threads;
    OpenMp.setThreads(threads);
  }

  /**
   * To be called before every kernel: another engine of the same thread may have another number of
   * threads.
   */
  void require() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "thread "
              + Thread.currentThread().getName()
              + " uses an engine of thread "
              + owner.getName()
              + ", expected the thread that made it; make one engine a thread, or let one thread"
              + " compute for all");
    }
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    OpenMp.setThreads(threads);
  }

  /** Whether this call closes it; false if it is closed already. */
  boolean close() {
    if (closed) {
      return false;
    }
    require();
    closed = true;
    return true;
  }
}
