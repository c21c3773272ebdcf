package org.bert4j.examples.command;

import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Precision;
import picocli.CommandLine.Option;

/** What a trained model computes with. */
final class ComputeOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: all cores.")
  private int threads = Machine.processors();

  @Option(
      names = "--precision",
      paramLabel = "fp32|bf16|int8|auto",
      defaultValue = "fp32",
      description =
          "Type of the inputs of matrix products; int8 rounds the encoder's weights and activations"
              + " to 8 bits. Default: ${DEFAULT-VALUE}.")
  private Precision precision;

  int threads() {
    return threads;
  }

  DataType dataType() {
    return precision.dataType();
  }
}
