/**
 * BERT as a graph of ONNX, written and read.
 *
 * <p>A file is a {@code ModelProto} of Protocol Buffers (onnx.proto of the ONNX project). Reading
 * it leaves the elements of tensors where they are: {@link org.bert4j.common.onnx.BertGraph}
 * follows the graph from its outputs to its inputs and says which stored tensor is which weight;
 * {@link org.bert4j.common.onnx.OnnxData} finds the elements, which may be in files beside.
 */
package org.bert4j.common.onnx;
