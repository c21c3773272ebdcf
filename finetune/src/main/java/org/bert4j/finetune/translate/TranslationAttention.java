package org.bert4j.finetune.translate;

import java.util.List;
import org.bert4j.common.inference.DecoderAttention;

/**
 * What a decoder attended to while it wrote a translation.
 *
 * @param source word pieces that the encoder read, [CLS] and [SEP] included
 * @param read word pieces that the decoder read, [CLS] first: the rows of the maps
 * @param written the word piece that it wrote at each of them, [SEP] last
 * @param layers its attention in every layer, the first layer's first
 */
public record TranslationAttention(
    List<String> source, List<String> read, List<String> written, List<DecoderAttention> layers) {
  /** Keeps copies. {@inheritDoc} */
  public TranslationAttention {
    source = List.copyOf(source);
    read = List.copyOf(read);
    written = List.copyOf(written);
    layers = List.copyOf(layers);
  }
}
