package org.bert4j.examples.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a benchmark measured.
 *
 * @param model preset
 * @param parameters number of parameters
 * @param precision type of matrix operands, {@code fp32} or {@code bf16}
 * @param batchSize sequences of a step
 * @param maxSeqLength longest sequence in tokens
 * @param tokens real tokens of a step, the mean where they vary
 * @param msPerStep median time of a step in milliseconds
 * @param tokensPerSecond median over steps of real tokens a second
 * @param gemmPeakGflops fastest matrix product of the same process, in GFLOP/s
 * @param modelFlopsUtilization share of that peak at which the model's own operations were done
 */
public record BenchmarkResult(
    @JsonProperty("model") String model,
    @JsonProperty("parameters") long parameters,
    @JsonProperty("precision") String precision,
    @JsonProperty("batch_size") int batchSize,
    @JsonProperty("max_seq_length") int maxSeqLength,
    @JsonProperty("tokens") long tokens,
    @JsonProperty("ms_per_step") double msPerStep,
    @JsonProperty("tokens_per_second") double tokensPerSecond,
    @JsonProperty("gemm_peak_gflops") double gemmPeakGflops,
    @JsonProperty("model_flops_utilization") double modelFlopsUtilization) {}
