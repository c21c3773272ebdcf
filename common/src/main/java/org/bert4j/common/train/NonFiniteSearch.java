package org.bert4j.common.train;

import java.util.List;
import java.util.Optional;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.model.DataParallel;

/** Finds the first tensor that went bad, in the order in which a step computes. */
final class NonFiniteSearch {
  private final DataParallel<?, ?> model;

  NonFiniteSearch(DataParallel<?, ?> model) {
    this.model = model;
  }

  /** Looks at parameters, then hidden states of a batch, then gradients. */
  String first(TokenBatch batch) {
    Parameters parameters = model.parameters();
    return firstPiece(parameters, parameters.values())
        .or(() -> firstHiddenState(batch))
        .or(() -> firstGradient(parameters).map(name -> "gradient of " + name))
        .orElse("the logits");
  }

  private static Optional<String> firstGradient(Parameters parameters) {
    return parameters.gradientParts().stream()
        .flatMap(part -> firstPiece(parameters, part).stream())
        .findFirst();
  }

  private static Optional<String> firstPiece(Parameters parameters, Tensor vector) {
    return parameters.named().keySet().stream()
        .filter(name -> !isFinite(parameters.slice(vector, name)))
        .findFirst();
  }

  private Optional<String> firstHiddenState(TokenBatch batch) {
    List<Tensor> states = model.hiddenStates(batch);
    for (int i = 0; i < states.size(); i++) {
      if (!isFinite(states.get(i).rows(0, batch.tokens()))) {
        String name = i == 0 ? "bert.embeddings" : "bert.encoder.layer." + (i - 1);
        return Optional.of("output of " + name);
      }
    }
    return Optional.empty();
  }

  private static boolean isFinite(Tensor tensor) {
    for (float value : Transfer.toArray(tensor)) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
