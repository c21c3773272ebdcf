package org.bert4j.common.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What of the machine this process may use. In a container that is less than there is: Linux keeps
 * the limits in files of the process' control group and of those that it is in, whose two versions
 * name them differently. A limit that cannot be read is none.
 */
public final class Machine {
  private static final Path ROOT = Path.of("/");

  /** Of version 2, then of version 1. */
  private static final List<MemoryFiles> MEMORY =
      List.of(
          new MemoryFiles("memory.max", "memory.current", "inactive_file"),
          new MemoryFiles("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"));

  private final Path root;

  private record MemoryFiles(String limit, String usage, String cache) {}

  /** The machine whose files are below a directory. */
  Machine(Path root) {
    this.root = root;
  }

  /**
   * Processors for this process.
   *
   * @return at least 1
   */
  public static int processors() {
    return new Machine(ROOT).processors(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Memory that this process can still take.
   *
   * @return bytes, {@link Long#MAX_VALUE} where the system does not say
   */
  public static long availableMemory() {
    return new Machine(ROOT).memory();
  }

  /** No more than the control groups' shares of time, and than the JVM counts. */
  int processors(int ofJvm) {
    double least = ofJvm;
    for (Path group : groups("cpu")) {
      String[] share =
          text(group.resolve("cpu.max"))
              .orElseGet(
                  () ->
                      text(group.resolve("cpu.cfs_quota_us")).orElse("")
                          + " "
                          + text(group.resolve("cpu.cfs_period_us")).orElse(""))
              .split(" ");
      long quota = share.length == 2 ? number(share[0]) : 0;
      long period = share.length == 2 ? number(share[1]) : 0;
      if (quota > 0 && period > 0) {
        least = Math.min(least, Math.ceil((double) quota / period));
      }
    }
    return (int) Math.max(1, least);
  }

  /** What the system has, and each control group allows beyond what is in use. */
  long memory() {
    long least = labelled(root.resolve("proc/meminfo"), "MemAvailable:");
    least = least < 0 ? Long.MAX_VALUE : least * 1024;
    for (Path group : groups("memory")) {
      for (MemoryFiles files : MEMORY) {
        long limit = number(text(group.resolve(files.limit())).orElse(""));
        long used = number(text(group.resolve(files.usage())).orElse(""));
        // Files that were read count as used and make room when it is needed.
        long cache = Math.max(0, labelled(group.resolve("memory.stat"), files.cache()));
        if (limit >= 0 && used >= 0) {
          least = Math.min(least, Math.max(0, limit - Math.max(0, used - cache)));
        }
      }
    }
    return least;
  }

  /** Directories of the process' control group for a resource, and of all that it is in. */
  private List<Path> groups(String controller) {
    List<Path> groups = new ArrayList<>();
    for (String line : text(root.resolve("proc/self/cgroup")).orElse("").split("\n")) {
      String[] parts = line.split(":", 3);
      boolean second = parts.length == 3 && parts[1].isEmpty();
      if (second || parts.length == 3 && List.of(parts[1].split(",")).contains(controller)) {
        Path base = root.resolve("sys/fs/cgroup");
        base = second ? base : base.resolve(controller);
        // In a container the path may be the host's: then the container's is the base itself.
        Path group = base.resolve(parts[2].replaceFirst("^/+", "")).normalize();
        while (group.startsWith(base)) {
          groups.add(group);
          group = group.getParent();
        }
        groups.add(base);
      }
    }
    return groups;
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The number behind a label at the beginning of a line, or −1. */
  private static long labelled(Path file, String label) {
    return Arrays.stream(text(file).orElse("").split("\n"))
        .map(line -> line.split("\\s+"))
        .filter(words -> words.length > 1 && words[0].equals(label))
        .mapToLong(words -> number(words[1]))
        .findFirst()
        .orElse(-1);
  }

  /** A number of 0 or more, or −1: {@code max} and {@code -1} mean that there is no limit. */
  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }
}
