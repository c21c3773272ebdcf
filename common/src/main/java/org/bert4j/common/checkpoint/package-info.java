/**
 * Checkpoints: HuggingFace model directories, written whole or not at all; and what others wrote.
 *
 * <p>A training run's directory holds {@code checkpoint-<step>} directories and perhaps {@code
 * best.json}, which names one of them as {@code best_model_checkpoint}. The process that trains
 * holds a lock on {@code run.lock}. What an interrupted write leaves there begins with {@code
 * .tmp-}; a checkpoint that could not be read is {@code checkpoint-<step>.damaged}. A checkpoint is
 *
 * <pre>
 * config.json                      architecture; of a classifier also id2label and label2id
 * model.safetensors                parameters, by the names of HuggingFace's classes
 * vocab.txt, tokenizer.json, tokenizer_config.json, special_tokens_map.json
 *                                  those of them that the tokenizer has
 * provenance.json                  configuration, hash of the data, versions, processor
 * training/optimizer.safetensors   state of the optimizer
 * training/state.json              step, data position
 * </pre>
 *
 * <p>Of a checkpoint written by other programs only the first two files and a tokenizer are needed.
 * The first may also be {@code bert_config.json}, the second one of these; the first found is read:
 *
 * <pre>
 * model.safetensors                one file, of any element type
 * model.safetensors.index.json     names the file that each tensor is in
 * pytorch_model.bin                torch.save(model.state_dict(), ...), PyTorch 1.6 or later
 * pytorch_model.bin.index.json     names the file that each tensor is in
 * bert_model.ckpt.index            TensorFlow 1, with bert_model.ckpt.data-00000-of-00001 or more;
 *                                  or the only one of another name, such as model.ckpt-1000.index,
 *                                  or the one that TensorFlow's file "checkpoint" names
 * model.onnx                       or the only one of another name, in the directory or in its
 *                                  folder "onnx"; says of the architecture itself what config.json
 *                                  would say, which may be missing
 * </pre>
 *
 * <p>Names may have the prefix {@code bert.} or not, layer norms Google's {@code gamma} and {@code
 * beta}, and the MLM decoder may be repeated; what all names begin with besides, such as {@code
 * module.}, is left out. Heads and the pooler may be missing or superfluous; a {@link
 * org.bert4j.common.checkpoint.LoadReport} tells.
 *
 * <p>Safetensors files (specification: the README of huggingface/safetensors) are written in F32:
 *
 * <pre>
 * 8 bytes    n, length of the header, unsigned little-endian, at most 100,000,000
 * n bytes    JSON object, UTF-8, padded with spaces to a multiple of 8:
 *            "__metadata__": {text: text, ...}
 *            name: {"dtype": "F32", "shape": [120, 32], "data_offsets": [begin, end]}, ...
 * the rest   little-endian values in row-major order; offsets count from here and leave no gap
 * </pre>
 *
 * <p>A {@code .bin} is a zip archive without compression. Its pickle is a program for a stack
 * machine; of that only the opcodes and the few names are known that tensors need, so that nothing
 * in it can run:
 *
 * <pre>
 * NAME/data.pkl     {name: tensor of a storage's key, offset, sizes, strides, ...}
 * NAME/data/KEY     values of a storage, which tensors may share
 * NAME/byteorder    "little" or "big"; little where there is none
 * </pre>
 *
 * <p>A TensorFlow 1 checkpoint's index is a sorted string table of LevelDB from names to {@code
 * BundleEntryProto} (tensor_bundle.proto): element type, shape, data file, offset, bytes, masked
 * CRC-32C, all of which is checked. Kernels are {@code [in, out]}; they are transposed. Google's
 * names become HuggingFace's, and what belongs to the optimizer is left out.
 */
package org.bert4j.common.checkpoint;
