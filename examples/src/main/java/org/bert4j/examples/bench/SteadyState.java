package org.bert4j.examples.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Whether training goes on without taking more: memory, garbage and compiled kernels.
 *
 * @param residentBytes memory of the process in RAM; 0 where the system does not tell
 * @param residentGrowth bytes by which that grew
 * @param garbageBytes bytes of Java objects made a step, by all threads
 * @param primitives kernels compiled so far
 * @param newPrimitives kernels compiled during the steps
 */
public record SteadyState(
    long residentBytes, long residentGrowth, long garbageBytes, int primitives, int newPrimitives) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  /** The state at present, of which {@link #since} takes the differences. */
  static SteadyState now(int primitives) {
    return new SteadyState(resident(), 0, allocated(), primitives, 0);
  }

  /** What happened since an earlier state. */
  SteadyState since(SteadyState before, int steps) {
    return new SteadyState(
        residentBytes,
        residentBytes - before.residentBytes,
        (garbageBytes - before.garbageBytes) / steps,
        primitives,
        primitives - before.primitives);
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] bytes = threads.getThreadAllocatedBytes(threads.getAllThreadIds());
    return Arrays.stream(bytes).filter(each -> each > 0).sum();
  }

  private static long resident() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException e) {
      return 0; // not Linux
    }
    return 0;
  }
}
