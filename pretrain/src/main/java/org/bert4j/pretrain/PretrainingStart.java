package org.bert4j.pretrain;

import java.nio.file.Path;
import org.bert4j.common.model.BertConfig;

/**
 * What a run is about to do.
 *
 * @param output directory of the run
 * @param config architecture of the model
 * @param parameters number of the model's parameters
 * @param step optimizer steps done before, 0 unless resumed
 * @param progress share of the run that is done, 0 unless resumed
 * @param trainingTokens tokens of the training documents
 * @param trainingDocuments number of training documents
 * @param heldOutTokens tokens of the held-out documents
 * @param heldOutDocuments number of held-out documents
 */
public record PretrainingStart(
    Path output,
    BertConfig config,
    long parameters,
    long step,
    double progress,
    long trainingTokens,
    int trainingDocuments,
    long heldOutTokens,
    int heldOutDocuments) {}
