package org.bert4j.pretrain.dl4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.dl4j.Nd4jArrays;
import org.bert4j.common.dl4j.SequenceIterator;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.data.DataConfig;
import org.bert4j.pretrain.data.DataPosition;
import org.bert4j.pretrain.data.Documents;
import org.bert4j.pretrain.data.MaskingVocabulary;
import org.bert4j.pretrain.data.PretrainingBatches;
import org.bert4j.pretrain.store.CorpusTokenizer;
import org.bert4j.pretrain.store.TokenStore;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Raw text for masked language modeling in Deeplearning4j, in pairs of sentences and masked as
 * {@code bert4j pretrain} does it: 80 % of the chosen tokens become [MASK], 10 % stay, 10 % become
 * random ones, special tokens are never chosen, and every epoch has other pairs and masks. Features
 * include token types. Labels are the word pieces that stood there, as numbers {@code [B, 1, T]}
 * with a mask {@code [B, T]}, for {@code LossSparseMCXENT}: one-hot they would be V times as large.
 *
 * <p>The text has no end, so an epoch is as many batches as it was told; {@code reset} goes on with
 * the next ones. Batches are prepared by a thread of their own until this is closed.
 */
public final class MaskedTextIterator extends SequenceIterator<PretrainingBatch>
    implements AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient PretrainingBatches batches;
  private final int batchSize;
  private final int batchesPerEpoch;
  private int taken;

  private MaskedTextIterator(PretrainingBatches batches, int batchSize, int batchesPerEpoch) {
    super(true);
    this.batches = batches;
    this.batchSize = batchSize;
    this.batchesPerEpoch = batchesPerEpoch;
  }

  /**
   * Tokenizes text into a store, and goes over it.
   *
   * @param texts files, directories or patterns, in any form that {@code bert4j pretrain} reads
   * @param tokenizer the model's; not needed afterwards
   * @param directory a new directory for the store
   * @param config lengths, probabilities, batch size and seed
   * @param batchesPerEpoch batches until {@code hasNext} is false
   * @return an iterator, to be closed by the caller
   * @throws IllegalArgumentException if the text cannot be used
   * @throws IOException if reading or writing fails
   */
  public static MaskedTextIterator of(
      List<Path> texts,
      BertTokenizer tokenizer,
      Path directory,
      DataConfig config,
      int batchesPerEpoch)
      throws IOException {
    Corpus corpus = Corpus.of(texts, CorpusOptions.DEFAULT);
    CorpusTokenizer.write(corpus, tokenizer, directory, CorpusListener.NONE);
    return of(TokenStore.open(directory), tokenizer, config, batchesPerEpoch);
  }

  /**
   * Goes over a store, such as {@code bert4j prepare} makes.
   *
   * @param store the text, tokenized
   * @param tokenizer that of the store; not needed afterwards
   * @param config lengths, probabilities, batch size and seed
   * @param batchesPerEpoch batches until {@code hasNext} is false
   * @return an iterator, to be closed by the caller
   * @throws IllegalArgumentException if the store has too few documents
   */
  public static MaskedTextIterator of(
      TokenStore store, BertTokenizer tokenizer, DataConfig config, int batchesPerEpoch) {
    if (batchesPerEpoch < 1) {
      throw new IllegalArgumentException(
          "batchesPerEpoch is " + batchesPerEpoch + ", expected at least 1");
    }
    PretrainingBatches batches =
        new PretrainingBatches(
            Documents.all(store), new MaskingVocabulary(tokenizer), config, DataPosition.START);
    return new MaskedTextIterator(batches, config.batchSize(), batchesPerEpoch);
  }

  @Override
  protected PretrainingBatch nextBatch(int sequences) {
    if (sequences != 0 && sequences != batchSize) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a batch of %d was asked for, all have %d", sequences, batchSize));
    }
    taken++;
    return batches.next(1).get(0);
  }

  @Override
  protected Labels labels(PretrainingBatch batch, int length) {
    TokenBatch tokens = batch.sequences();
    int count = tokens.sequences();
    float[] ids = new float[count * length];
    float[] mask = new float[count * length];
    int sequence = 0;
    for (int i = 0; i < batch.masked(); i++) {
      int token = batch.maskedPosition(i);
      while (token >= tokens.start(sequence) + tokens.length(sequence)) {
        sequence++;
      }
      int place = sequence * length + token - tokens.start(sequence);
      ids[place] = batch.maskedId(i);
      mask[place] = 1;
    }
    return new Labels(Nd4jArrays.of(ids, count, 1, length), Nd4jArrays.of(mask, count, length));
  }

  @Override
  public boolean hasNext() {
    return taken < batchesPerEpoch;
  }

  @Override
  public void reset() {
    taken = 0;
  }

  /** Ends the thread that prepares batches. */
  @Override
  public void close() {
    batches.close();
  }
}
