package org.bert4j.common.checkpoint;

import java.util.Optional;
import java.util.Set;

/** HuggingFace's names of the variables in google-research/bert's checkpoints. */
final class GoogleNames {
  /** Last parts of the names of what optimizers keep. */
  private static final Set<String> OPTIMIZER =
      Set.of(
          "adam_m",
          "adam_v",
          "lamb_m",
          "lamb_v",
          "Adam",
          "Adam_1",
          "AdamWeightDecayOptimizer",
          "AdamWeightDecayOptimizer_1",
          "beta1_power",
          "beta2_power",
          "global_step");

  private GoogleNames() {}

  /** The name of a parameter; of what belongs to the optimizer there is none. */
  static Optional<String> huggingFace(String variable) {
    if (OPTIMIZER.contains(variable.substring(variable.lastIndexOf('/') + 1))) {
      return Optional.empty();
    }
    String name =
        variable
            .replaceFirst("^output_(weights|bias)$", "classifier/output_$1")
            .replaceFirst("^cls/squad/", "qa_outputs/")
            .replaceAll("/layer_(\\d+)/", "/layer/$1/")
            .replaceFirst("/(kernel|gamma|output_weights)$", "/weight")
            .replaceFirst("/(beta|output_bias)$", "/bias")
            .replaceFirst("_embeddings$", "_embeddings/weight");
    return Optional.of(name.replace('/', '.'));
  }

  /** Whether a variable is stored {@code [in, out]}, other than HuggingFace's weights. */
  static boolean isTransposed(String variable) {
    return variable.endsWith("/kernel");
  }
}
