package org.bert4j.pretrain.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.FiniteOutput;
import org.bert4j.common.inference.Sequences;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.SequenceUse;
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
  private final LayerStates ofLayers;
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
    ofLayers =
        new LayerStates(
            layers.stream().map(layer -> layer < 0 ? depth + 1 + layer : layer + 1).toList());
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
              List<Encoding> encodings = lines.stream().map(line -> encode(line.strip())).toList();
              float[][] states = new float[encodings.size()][];
              bert.model().compute(ofLayers, new Texts(encodings), (i, each) -> states[i] = each);
              return IntStream.range(0, states.length)
                  .mapToObj(i -> features(encodings.get(i), FiniteOutput.of(states[i])))
                  .toList();
            });
  }

  private record Texts(List<Encoding> encodings) implements Sequences {
    @Override
    public int count() {
      return encodings.size();
    }

    @Override
    public int length(int sequence) {
      return encodings.get(sequence).length();
    }

    @Override
    public void addTo(TokenBatch batch, int sequence) {
      Encoding encoding = encodings.get(sequence);
      batch.add(encoding.ids(), encoding.typeIds(), 0, encoding.length());
    }
  }

  /**
   * Hidden states of some layers, {@code [layers, S, H]} of each sequence.
   *
   * @param indices L + 1 or fewer, 0 the output of the embeddings
   */
  private record LayerStates(List<Integer> indices)
      implements SequenceUse<BertForPreTraining, float[]> {
    @Override
    public Keep keep() {
      return Keep.HIDDEN_STATES;
    }

    @Override
    public List<float[]> apply(
        BertForPreTraining model, Pass pass, TokenBatch batch, Tensor hidden) {
      List<Tensor> states = model.bert().hiddenStates();
      List<float[]> ofSequences = new ArrayList<>();
      for (int s = 0; s < batch.sequences(); s++) {
        int size = batch.length(s) * hidden.columns();
        float[] ofLayers = new float[indices.size() * size];
        for (int i = 0; i < indices.size(); i++) {
          Tensor rows = states.get(indices.get(i)).rows(batch.start(s), batch.length(s));
          System.arraycopy(Transfer.toArray(rows), 0, ofLayers, i * size, size);
        }
        ofSequences.add(ofLayers);
      }
      return ofSequences;
    }
  }

  private List<TokenFeatures> features(Encoding encoding, float[] states) {
    int size = states.length / Math.max(1, layers.size() * encoding.length());
    List<TokenFeatures> tokens = new ArrayList<>();
    for (int token = 0; token < encoding.length(); token++) {
      List<LayerFeatures> ofLayers = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        int from = (i * encoding.length() + token) * size;
        float[] values = Arrays.copyOfRange(states, from, from + size);
        ofLayers.add(new LayerFeatures(layers.get(i), values));
      }
      tokens.add(new TokenFeatures(bert.tokenizer().token(encoding.ids()[token]), ofLayers));
    }
    return tokens;
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
