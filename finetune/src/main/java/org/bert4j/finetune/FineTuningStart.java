package org.bert4j.finetune;

import java.nio.file.Path;
import org.bert4j.common.model.BertConfig;

/**
 * What a run is about to do.
 *
 * @param output directory of the run
 * @param config architecture of the encoder
 * @param parameters number of the model's parameters
 * @param windows number of training windows
 * @param tokens tokens of all training windows
 * @param steps optimizer steps of all epochs
 * @param step optimizer steps done before, 0 unless resumed
 */
public record FineTuningStart(
    Path output,
    BertConfig config,
    long parameters,
    int windows,
    long tokens,
    long steps,
    long step) {}
