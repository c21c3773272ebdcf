package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.AttentionLayout;
import org.bert4j.common.layer.BackwardScratch;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Decoder;
import org.bert4j.common.layer.DecoderLayer;
import org.bert4j.common.layer.DecoderLayer.Attended;
import org.bert4j.common.layer.Embeddings;
import org.bert4j.common.layer.FirstValues;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.SequenceLayout;

/**
 * The Transformer whole (Vaswani et al., 2017): BERT's encoder reads the source, a decoder that
 * attends to its last states predicts the target token by token. Its loss is the mean cross-entropy
 * over the target's tokens, with label smoothing. Parameters are named
 *
 * <pre>
 * bert.embeddings.*, bert.encoder.layer.N.*          the encoder, as BERT's
 * target_embeddings.*                                words (unless tied), positions, type, LayerNorm
 * decoder.layer.N.attention.*                        to the target's own tokens before it
 * decoder.layer.N.crossattention.*                   to the encoder's last states
 * decoder.layer.N.intermediate.*, .output.*          the feed-forward network
 * lm_head.bias, lm_head.weight (unless tied)         the output layer
 * </pre>
 *
 * <p>Layers are named as those of HuggingFace's BERT as an encoder and as a decoder.
 */
public final class Seq2SeqTransformer extends TrainableBert<Seq2SeqBatch> {
  /** Name of the loss. */
  public static final String LOSS = "translation";

  final Embeddings targetEmbeddings;
  final Decoder decoder;
  final Linear lmHead;
  private final BertConfig config;
  private final Seq2SeqConfig settings;
  private final VocabularyLoss loss;
  private final AttentionLayout across = new AttentionLayout();
  private SequenceLayout targets;
  private BackwardScratch scratch;
  private Tensor dDecoded;
  private Tensor lastStates;

  /**
   * Makes the model.
   *
   * @param config of the encoder, whose sizes are also the decoder's
   * @param settings what else there is
   */
  public Seq2SeqTransformer(BertConfig config, Seq2SeqConfig settings) {
    super(config, false);
    this.config = config;
    this.settings = settings;
    boolean tied = settings.tieWordEmbeddings();
    targetEmbeddings =
        part("target_embeddings", BertModel.embeddings(config, tied ? bert.embeddings : null));
    decoder =
        part(
            "decoder",
            new Decoder(settings.decoderLayers(), BertModel.settings(config), settings.causal()));
    lmHead =
        tied
            ? Linear.tied(
                bert.embeddings.wordEmbeddings(),
                part("lm_head.bias", Parameter.vector(config.vocabSize(), FirstValues.ZEROS)))
            : part("lm_head", new Linear(config.hiddenSize(), config.vocabSize()));
    loss = new VocabularyLoss(LOSS, lmHead, settings.labelSmoothing());
  }

  /**
   * What it has beside the encoder.
   *
   * @return the configuration
   */
  public Seq2SeqConfig settings() {
    return settings;
  }

  @Override
  public Seq2SeqBatch emptyBatch() {
    return new Seq2SeqBatch();
  }

  @Override
  boolean setsWordGradient() {
    return settings.tieWordEmbeddings();
  }

  @Override
  Capacity needed(SequenceLayout layout, Seq2SeqBatch batch) {
    bert.requireFitting(batch.decoded());
    if (targets == null) {
      targets = layout.another();
    }
    targets.set(batch.decoded());
    across.set(targets, layout);
    Capacity own = targets.needed(0);
    return layout
        .needed(0)
        .withDecoded(
            new Capacity.Decoded(own.rows(), own.maxLength(), own.scores(), across.scores()));
  }

  @Override
  Capacity needed(SequenceLayout layout, BatchShape largest) {
    int sequences = largest.sequences();
    int length = largest.predictions();
    Capacity own = layout.needed(sequences, length, 0);
    return layout
        .needed(sequences, largest.length(), 0)
        .withDecoded(
            new Capacity.Decoded(
                own.rows(),
                length,
                own.scores(),
                AttentionLayout.maxScores(sequences, length, largest.length())));
  }

  @Override
  MaskPool hiddenMasks(Capacity largest) {
    int masks = 1 + 3 * settings.decoderLayers(); // the embeddings' and those of three sublayers
    long states = (long) largest.decoded().rows() * config.hiddenSize();
    return new MaskPool(config.hiddenDropoutProb(), masks, masks * states);
  }

  @Override
  MaskPool attentionMasks(Capacity largest) {
    int layers = settings.decoderLayers();
    long scores = largest.decoded().scores() + largest.decoded().acrossScores();
    return new MaskPool(
        config.attentionProbsDropoutProb(),
        2 * layers,
        layers * config.numAttentionHeads() * scores);
  }

  @Override
  public void reserve(Activations memory) {
    bert.reserve(memory);
    int rows = memory.capacity().decoded().rows();
    int hiddenSize = config.hiddenSize();
    Activations own = memory.ofDecoder();
    targetEmbeddings.reserve(own);
    decoder.reserve(own);
    loss.reserve(own, rows);
    lastStates = own.matrix(memory.computeType(), rows, hiddenSize);
    if (memory.isForBackward()) {
      scratch =
          BackwardScratch.reserve(
              own,
              new BackwardScratch.Sizes(
                  hiddenSize, config.intermediateSize(), config.numAttentionHeads()));
      dDecoded = own.matrix(DataType.FP32, rows, hiddenSize);
    }
  }

  @Override
  List<Loss> losses(Pass pass, Seq2SeqBatch batch, Tensor hidden) {
    Pass own = pass.over(targets);
    Tensor states = decode(own, batch.decoded(), new Attended(hidden, across));
    return List.of(loss.loss(own, states, targetsOf(batch)));
  }

  @Override
  List<Loss> gradients(
      Pass pass, Seq2SeqBatch batch, MicroStep step, Tensor hidden, Tensor dHidden) {
    Pass own = pass.over(targets);
    Attended attended = new Attended(hidden, across);
    Tensor states = decode(own, batch.decoded(), attended);
    Tensor gradient = dDecoded.rows(0, states.rows());
    Loss ofBatch = loss.gradients(own, states, targetsOf(batch), step, gradient);
    decoder.backward(own, gradient, attended, dHidden, scratch);
    if (!settings.tieWordEmbeddings() && !pass.accumulate()) {
      pass.engine().zero(targetEmbeddings.wordEmbeddings().gradient());
    }
    targetEmbeddings.backward(own, batch.decoded(), gradient);
    return List.of(ofBatch);
  }

  /**
   * Decodes a batch's targets as they are, so that the attention of the decoder's layers can be
   * read.
   *
   * @param pass over the sources, without dropout
   * @param batch the batch
   * @param hidden {@code [N, H]} last states of the encoder
   * @return the decoder's layers, valid until the next pass
   */
  public List<DecoderLayer> decoded(Pass pass, Seq2SeqBatch batch, Tensor hidden) {
    decode(pass.over(targets), batch.decoded(), new Attended(hidden, across));
    return decoder.layers();
  }

  private Tensor decode(Pass pass, TokenBatch tokens, Attended attended) {
    return decoder.forward(pass, targetEmbeddings.forward(pass, tokens), attended);
  }

  private static VocabularyLoss.Targets targetsOf(Seq2SeqBatch batch) {
    return new VocabularyLoss.Targets(batch::label, batch.decoded().tokens());
  }

  /** Logits of rows of decoded states, {@code [count, V]} row by row. */
  float[] logits(Pass pass, Tensor states, int count) {
    return loss.logits(pass, states, count);
  }

  /** Memory for the last state of each prefix, {@code [rows, H]}. */
  Tensor lastStates() {
    return lastStates;
  }
}
