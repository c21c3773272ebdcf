/**
 * Checkpoints: HuggingFace model directories, written whole or not at all.
 *
 * <p>Tensors are in safetensors files (specification: the README of huggingface/safetensors):
 *
 * <pre>
 * 8 bytes    n, length of the header, unsigned little-endian
 * n bytes    JSON object, UTF-8, padded with spaces to a multiple of 8:
 *            "__metadata__": {text: text, ...}
 *            name: {"dtype": "F32", "shape": [120, 32], "data_offsets": [begin, end]}, ...
 * the rest   little-endian values in row-major order; offsets count from here and leave no gap
 * </pre>
 */
package org.bert4j.common.checkpoint;
