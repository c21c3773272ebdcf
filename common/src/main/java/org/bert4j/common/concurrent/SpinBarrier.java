package org.bert4j.common.concurrent;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where threads wait for each other many times within a millisecond: they look again and again
 * instead of going to sleep, and let others have the processor only after a while. They do not tell
 * the processor that they wait, as {@link Thread#onSpinWait} does: a virtual machine whose threads
 * do that is stopped for longer than they wait.
 */
public final class SpinBarrier {
  /** About 50 microseconds. */
  private static final int LOOKS = 50_000;

  private final int parties;
  private final AtomicInteger missing;
  private volatile int passed;
  private volatile RuntimeException failure;

  /**
   * Makes a barrier.
   *
   * @param parties threads that wait for each other
   */
  public SpinBarrier(int parties) {
    this.parties = parties;
    missing = new AtomicInteger(parties);
  }

  /**
   * Waits for the others.
   *
   * @throws RuntimeException what another has broken it with
   */
  public void await() {
    int before = passed;
    if (missing.decrementAndGet() == 0) {
      missing.set(parties);
      passed = before + 1;
      return;
    }
    int looks = 0;
    while (passed == before) {
      RuntimeException thrown = failure;
      if (thrown != null) {
        throw thrown;
      }
      if (++looks > LOOKS) {
        Thread.yield();
      }
    }
  }

  /**
   * Sends away all that wait or will, because one will not come.
   *
   * @param reason thrown by those that wait
   */
  public void breakUp(RuntimeException reason) {
    failure = reason;
  }

  /** Makes it whole again; nobody may be waiting. */
  public void reset() {
    missing.set(parties);
    failure = null;
  }
}
