/**
 * Checkpoints: HuggingFace model directories, written whole or not at all.
 *
 * <p>A training run's directory holds {@code checkpoint-<step>} directories and perhaps {@code
 * best.json}, which names one of them as {@code best_model_checkpoint}. What an interrupted write
 * leaves there begins with {@code .tmp-}. A checkpoint is
 *
 * <pre>
 * config.json                      architecture
 * model.safetensors                parameters, by the names of HuggingFace's classes
 * vocab.txt, tokenizer.json, tokenizer_config.json, special_tokens_map.json
 *                                  those of them that the tokenizer has
 * provenance.json                  configuration, hash of the data, versions, processor
 * training/optimizer.safetensors   state of the optimizer
 * training/state.json              step, data position
 * </pre>
 *
 * <p>Of a checkpoint written by other programs only the first two files and a tokenizer are needed.
 *
 * <p>Tensors are in safetensors files (specification: the README of huggingface/safetensors):
 *
 * <pre>
 * 8 bytes    n, length of the header, unsigned little-endian, at most 100,000,000
 * n bytes    JSON object, UTF-8, padded with spaces to a multiple of 8:
 *            "__metadata__": {text: text, ...}
 *            name: {"dtype": "F32", "shape": [120, 32], "data_offsets": [begin, end]}, ...
 * the rest   little-endian values in row-major order; offsets count from here and leave no gap
 * </pre>
 */
package org.bert4j.common.checkpoint;
