package org.bert4j.common.checkpoint;

import java.util.List;
import org.bert4j.common.io.DType;

/** A tensor in a safetensors file: bytes {@code begin} to {@code end} of its data. */
record TensorEntry(DType dtype, List<Long> shape, long begin, long end) {}
