package org.bert4j.common.checkpoint;

import java.util.List;

/** The names that programs gave to one and the same tensor of a BERT checkpoint. */
final class TensorNames {
  /** Bias of the MLM decoder, whose weight is that of the word embeddings. */
  static final String DECODER_BIAS = "cls.predictions.bias";

  private static final String DECODER = "cls.predictions.decoder.";
  private static final String PREFIX = "bert.";
  private static final List<String> WITHOUT_PREFIX = List.of("embeddings.", "encoder.", "pooler.");

  private TensorNames() {}

  /** Whether a name is that of a constant that some versions store, not of a parameter. */
  static boolean isBuffer(String name) {
    return name.endsWith("embeddings.position_ids") || name.endsWith("embeddings.token_type_ids");
  }

  /** Whether a model is useless without the tensor; heads and the pooler can be new. */
  static boolean isEncoder(String canonical) {
    return canonical.startsWith("bert.embeddings.") || canonical.startsWith("bert.encoder.");
  }

  /** Whether a tensor repeats what the MLM decoder is tied to. */
  static boolean isDecoder(String name) {
    return name.equals(DECODER + "weight") || name.equals(DECODER + "bias");
  }

  /**
   * The name in a HuggingFace {@code BertForPreTraining}, where an encoder alone has no prefix, old
   * layer norms have Google's names and the MLM decoder repeats what it is tied to.
   */
  static String canonical(String name) {
    String canonical = WITHOUT_PREFIX.stream().anyMatch(name::startsWith) ? PREFIX + name : name;
    canonical = canonical.replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight");
    canonical = canonical.replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
    return switch (canonical) {
      case DECODER + "weight" -> "bert.embeddings.word_embeddings.weight";
      case DECODER + "bias" -> DECODER_BIAS;
      default -> canonical;
    };
  }
}
