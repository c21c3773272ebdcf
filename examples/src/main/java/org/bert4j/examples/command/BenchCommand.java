package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.KernelProfile;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.run.Range;
import org.bert4j.examples.bench.Benchmark;
import org.bert4j.examples.bench.BenchmarkConfig;
import org.bert4j.examples.bench.BenchmarkResult;
import org.bert4j.examples.bench.KernelShare;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j bench}: times training steps on made-up batches. */
@Command(
    name = "bench",
    sortOptions = false,
    description = "Time whole pre-training steps on made-up batches.",
    footer = {
      "",
      "Examples:",
      "  bert4j bench --model mini",
      "  bert4j bench --model base --batch-size 8 --profile"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int MAX_WARM_UP = 86_400;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "tiny|mini|small|medium|base|large",
      defaultValue = "mini",
      description = "Size of the model. Default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "32",
      description = "Sequences of a step. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--max-seq-length",
      paramLabel = "N",
      defaultValue = "128",
      description = "Tokens of the longest sequence. Default: ${DEFAULT-VALUE}.")
  private int maxSeqLength;

  @Option(
      names = "--precision",
      paramLabel = "fp32|bf16|auto",
      defaultValue = "auto",
      description = "Type of the inputs of matrix products. Default: ${DEFAULT-VALUE}.")
  private Precision precision;

  @Option(
      names = "--ragged",
      description = "Draw lengths from a quarter of --max-seq-length up to it, every step anew.")
  private boolean ragged;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Steps that are measured. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long steps run unmeasured before. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: all cores.")
  private int threads = Machine.processors();

  @Option(
      names = "--profile",
      description = "Also print where the time goes, a kernel and shape a row.")
  private boolean profile;

  @Option(
      names = "--scaling",
      paramLabel = "FILE.png",
      description =
          "Instead: measure batches, lengths and models of many sizes and draw step time over the"
              + " work of a step. Default: measure one kind of step.")
  private Path scaling;

  @Option(
      names = "--json",
      description = "Print one line of JSON; with --profile, its field kernels has all of them.")
  private boolean json;

  /** Makes the command. */
  public BenchCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Range.within("warm_up", warmUp, 0, MAX_WARM_UP);
    Duration time = Duration.ofSeconds(warmUp);
    if (scaling != null) {
      new ScalingBench(precision.dataType(), threads, steps).run(scaling, time, out);
      return 0;
    }
    BenchmarkConfig config =
        new BenchmarkConfig(
            model, batchSize, maxSeqLength, precision.dataType(), ragged, steps, threads);
    KernelProfile calls = profile ? new KernelProfile() : null;
    try (Benchmark benchmark = new Benchmark(config)) {
      benchmark.warmUp(time);
      BenchmarkResult result = benchmark.run(calls);
      List<KernelShare> kernels = profile ? KernelShare.of(calls, config, result) : List.of();
      if (json) {
        out.println(json(result, kernels));
      } else {
        new BenchReport(config, out).print(result, benchmark.steadyState(), kernels);
      }
    }
    return 0;
  }

  private ObjectNode json(BenchmarkResult result, List<KernelShare> kernels) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode line = mapper.valueToTree(result);
    return profile ? line.set("kernels", mapper.valueToTree(kernels)) : line;
  }
}
