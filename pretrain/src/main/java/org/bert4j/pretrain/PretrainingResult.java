package org.bert4j.pretrain;

import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.pretrain.data.UnigramStatistics;

/**
 * What came of a finished run: the content of {@code results.json}.
 *
 * @param mlmLoss held-out cross-entropy over masked positions, in nats
 * @param mlmAccuracy share of held-out masked positions predicted right
 * @param nspLoss held-out cross-entropy over sentence pairs, in nats
 * @param nspAccuracy share of held-out sentence pairs whose label was predicted right
 * @param unigramEntropy entropy of the held-out text's word pieces, in nats: the MLM loss of a
 *     model that knows frequencies and nothing else
 * @param mostFrequentTokenShare share of the most frequent word piece in the held-out text: the MLM
 *     accuracy of always guessing it
 * @param steps optimizer steps of the run
 * @param tokens tokens trained on
 * @param seconds training time, evaluations and checkpoints excluded
 * @param tokensPerSecond training speed over the run
 * @param checkpoint name of the last checkpoint's directory, in that of the run; null is taken as
 *     that of the last step
 */
public record PretrainingResult(
    double mlmLoss,
    double mlmAccuracy,
    double nspLoss,
    double nspAccuracy,
    double unigramEntropy,
    double mostFrequentTokenShare,
    long steps,
    long tokens,
    double seconds,
    double tokensPerSecond,
    String checkpoint) {
  /** Names the checkpoint. {@inheritDoc} */
  public PretrainingResult {
    checkpoint = checkpoint == null ? RunDirectory.checkpointName(steps) : checkpoint;
  }

  static PretrainingResult of(
      HeldOutScores evaluation, UnigramStatistics unigrams, TrainingState state) {
    return new PretrainingResult(
        evaluation.mlmLoss(),
        evaluation.mlmAccuracy(),
        evaluation.nspLoss(),
        evaluation.nspAccuracy(),
        unigrams.entropy(),
        unigrams.mostFrequentTokenShare(),
        state.step(),
        state.tokens(),
        state.seconds(),
        state.tokens() / state.seconds(),
        null);
  }
}
