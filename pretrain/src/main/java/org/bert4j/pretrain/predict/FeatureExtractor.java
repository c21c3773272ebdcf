package org.bert4j.pretrain.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.FiniteOutput;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.EncodeOptions;
import org.bert4j.tokenizer.Encoding;
import org.bert4j.tokenizer.Truncation;

/**
 * Hidden states of texts, as google-research/bert's {@code extract_features.py} gives them.
 * Thread-safe, as the model is.
 */
public final class FeatureExtractor {
  private static final Pattern PAIR = Pattern.compile("(.*) \\|\\|\\| (.*)", Pattern.DOTALL);

  private final PretrainedBert bert;
  private final List<Integer> layers;
  private final EncodeOptions options;

  /**
   * Extracts features with a model.
   *
   * @param bert the model, not closed by this
   * @param layers which layers' outputs, from 0 for the first or −1 for the last
   * @param maxSeqLength longest sequence in tokens; longer texts are cut
   * @throws IllegalArgumentException if a layer or the length is out of the model's range
   */
  public FeatureExtractor(PretrainedBert bert, List<Integer> layers, int maxSeqLength) {
    this.bert = bert;
    this.layers = List.copyOf(layers);
    int depth = bert.model().config().numHiddenLayers();
    for (int layer : layers) {
      if (layer < -depth || layer >= depth) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "layer %d is out of range, expected -%d to %d",
                layer,
                depth,
                depth - 1));
      }
    }
    int positions = bert.model().config().maxPositionEmbeddings();
    if (maxSeqLength < 3 || maxSeqLength > positions) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "max_seq_length is %d, expected 3 to the model's positions, which are %d",
              maxSeqLength,
              positions));
    }
    this.options =
        EncodeOptions.truncated(Truncation.LONGEST_FIRST, maxSeqLength).withoutSpecialTokens();
  }

  /**
   * A token and its hidden states.
   *
   * @param token the word piece
   * @param layers an element for each layer asked for, in that order
   */
  public record TokenFeatures(String token, List<LayerFeatures> layers) {}

  /**
   * A token's hidden state in one layer.
   *
   * @param index the layer, as it was asked for
   * @param values {@code [H]}
   */
  public record LayerFeatures(int index, float[] values) {}

  /**
   * Computes the features of some texts together.
   *
   * @param lines texts, or pairs of texts written {@code A ||| B}
   * @return for each line its tokens, [CLS] and [SEP] included
   * @throws IllegalStateException if the model is closed
   */
  public List<List<TokenFeatures>> extract(List<String> lines) {
    return bert.model()
        .whileOpen(
            () -> {
              TokenBatch batch = batch(lines);
              return bert.model().compute(model -> features(batch, model.hiddenStates(batch)));
            });
  }

  private TokenBatch batch(List<String> lines) {
    TokenBatch batch = new TokenBatch();
    for (String line : lines) {
      Encoding encoding = encode(line.strip());
      batch.add(encoding.ids(), encoding.typeIds(), 0, encoding.length());
    }
    return batch;
  }

  private List<List<TokenFeatures>> features(TokenBatch batch, List<Tensor> hiddenStates) {
    List<List<TokenFeatures>> features = new ArrayList<>();
    for (int s = 0; s < batch.sequences(); s++) {
      List<TokenFeatures> tokens = new ArrayList<>();
      for (int i = batch.start(s); i < batch.start(s) + batch.length(s); i++) {
        String token = bert.tokenizer().token(batch.inputId(i));
        tokens.add(new TokenFeatures(token, layers(hiddenStates, i)));
      }
      features.add(tokens);
    }
    return features;
  }

  private List<LayerFeatures> layers(List<Tensor> hiddenStates, int token) {
    List<LayerFeatures> features = new ArrayList<>();
    for (int layer : layers) {
      // hiddenStates.get(0) is the output of the embeddings
      Tensor states = hiddenStates.get(layer < 0 ? hiddenStates.size() + layer : layer + 1);
      features.add(
          new LayerFeatures(layer, FiniteOutput.of(Transfer.toArray(states.rows(token, 1)))));
    }
    return features;
  }

  private Encoding encode(String line) {
    Matcher pair = PAIR.matcher(line);
    BertTokenizer tokenizer = bert.tokenizer();
    if (!pair.matches()) {
      return tokenizer.encode(line, null, options);
    }
    boolean empty = tokenizer.encodeAll(List.of(pair.group(2))).get(0).length == 0;
    return tokenizer.encode(pair.group(1), empty ? null : pair.group(2), options);
  }
}
