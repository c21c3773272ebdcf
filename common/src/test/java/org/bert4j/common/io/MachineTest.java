package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of control groups, as the files of both versions state them. */
class MachineTest {
  private static final long GIBI = 1 << 30;

  @TempDir Path root;

  @BeforeEach
  void writeMemory() throws IOException {
    put("proc/meminfo", "MemTotal:       33554432 kB\nMemAvailable:   16777216 kB\n");
  }

  private void put(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private Machine machine() {
    return new Machine(root);
  }

  @Test
  void withoutControlGroupsTheSystemAndTheJvmTell() throws IOException {
    assertEquals(16 * GIBI, machine().memory());
    assertEquals(8, machine().processors(8));
    Files.delete(root.resolve("proc/meminfo"));
    assertEquals(Long.MAX_VALUE, machine().memory());
  }

  @Test
  void whatIsInUseIsNotFreeButWhatFilesTakeIs() throws IOException {
    put("proc/self/cgroup", "0::/\n");
    put("sys/fs/cgroup/memory.max", 4 * GIBI + "\n");
    put("sys/fs/cgroup/memory.current", 3 * GIBI + "\n");
    put("sys/fs/cgroup/memory.stat", "anon 1\ninactive_file " + GIBI + "\nactive_file 7\n");
    assertEquals(2 * GIBI, machine().memory());
    put("sys/fs/cgroup/memory.current", 6 * GIBI + "\n");
    assertEquals(0, machine().memory());
    put("sys/fs/cgroup/memory.max", "max\n");
    assertEquals(16 * GIBI, machine().memory());
  }

  @Test
  void theLeastOfNestedGroupsCounts() throws IOException {
    put("proc/self/cgroup", "0::/slice/service\n");
    put("sys/fs/cgroup/slice/memory.max", 2 * GIBI + "\n");
    put("sys/fs/cgroup/slice/memory.current", "0\n");
    put("sys/fs/cgroup/slice/service/memory.max", "max\n");
    put("sys/fs/cgroup/slice/service/memory.current", "0\n");
    put("sys/fs/cgroup/slice/cpu.max", "150000 100000\n");
    put("sys/fs/cgroup/slice/service/cpu.max", "max 100000\n");
    assertEquals(2 * GIBI, machine().memory());
    assertEquals(2, machine().processors(8));
    assertEquals(1, machine().processors(1));
    put("sys/fs/cgroup/slice/service/cpu.max", "10000 100000\n");
    assertEquals(1, machine().processors(8));
  }

  @Test
  void versionOneIsReadUnderTheHostsPathsAndWithout() throws IOException {
    put("proc/self/cgroup", "5:cpu,cpuacct:/docker/ab\n4:memory:/docker/ab\n1:name=systemd:/\n");
    put("sys/fs/cgroup/memory/memory.limit_in_bytes", GIBI + "\n");
    put("sys/fs/cgroup/memory/memory.usage_in_bytes", GIBI / 2 + "\n");
    put("sys/fs/cgroup/memory/memory.stat", "cache 9\ntotal_inactive_file " + GIBI / 4 + "\n");
    put("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "300000\n");
    put("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    assertEquals(3 * GIBI / 4, machine().memory());
    assertEquals(3, machine().processors(8));
    put("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    put("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
    assertEquals(16 * GIBI, machine().memory());
    assertEquals(8, machine().processors(8));
  }

  @Test
  void whatCannotBeReadIsNoLimit() throws IOException {
    put("proc/self/cgroup", "nonsense\n0::/../../elsewhere\n::\n");
    put("sys/fs/cgroup/memory.max", "many\n");
    put("sys/fs/cgroup/cpu.max", "0 0\n");
    assertEquals(16 * GIBI, machine().memory());
    assertEquals(8, machine().processors(8));
  }

  @Test
  void thisMachineHasSome() {
    assertTrue(Machine.processors() >= 1);
    assertTrue(Machine.availableMemory() > 0);
  }
}
