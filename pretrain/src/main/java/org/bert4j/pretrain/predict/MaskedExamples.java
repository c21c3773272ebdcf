package org.bert4j.pretrain.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.DataParallel;
import org.bert4j.pretrain.data.Documents;
import org.bert4j.pretrain.store.TokenStore;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Shows on documents what a model has learned: masks a word near the end of each and asks for it.
 */
public final class MaskedExamples {
  private static final int MIN_TOKENS = 8;
  private static final int MAX_TOKENS = 40;
  private static final int MIN_LETTERS = 3;

  private final DataParallel<BertForPreTraining, PretrainingBatch> model;
  private final BertTokenizer tokenizer;
  private final int maxTokens;

  /**
   * Makes examples with a model.
   *
   * @param model computes on the thread that asks for examples
   * @param tokenizer the tokenizer of the documents
   * @param maxSeqLength longest sequence in tokens, special tokens included
   */
  public MaskedExamples(
      DataParallel<BertForPreTraining, PretrainingBatch> model,
      BertTokenizer tokenizer,
      int maxSeqLength) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.maxTokens = Math.min(MAX_TOKENS, maxSeqLength - 2);
  }

  /**
   * Takes documents evenly spread over those given.
   *
   * @param documents held-out documents
   * @param count how many examples, fewer if there is no word to mask in that many documents
   * @param topK guesses for each
   * @return the examples
   */
  public List<MaskedExample> of(Documents documents, int count, int topK) {
    List<MaskedExample> examples = new ArrayList<>();
    int stride = Math.max(1, documents.size() / count);
    for (int i = 0; i < documents.size() && examples.size() < count; i += stride) {
      example(documents.store(), documents.index(i), topK).ifPresent(examples::add);
    }
    return examples;
  }

  /** The document's beginning, as many whole sentences as fit, a word of its middle masked. */
  private Optional<MaskedExample> example(TokenStore store, int document, int topK) {
    int sentence = store.sentences(document);
    while (sentence > 1 && store.sentenceStart(document, sentence) > maxTokens) {
      sentence--;
    }
    int length = Math.min(maxTokens, store.sentenceStart(document, sentence));
    int[] ids = new int[length + 2];
    ids[0] = tokenizer.clsId();
    store.copyTokens(document, 0, ids, 1, length);
    ids[length + 1] = tokenizer.sepId();
    int position = middleWord(ids);
    if (length < MIN_TOKENS || position < 0) {
      return Optional.empty();
    }
    String expected = tokenizer.token(ids[position]);
    ids[position] = tokenizer.maskId();
    return Optional.of(new MaskedExample(tokenizer.decode(ids), expected, guesses(ids, topK)));
  }

  private List<MaskPrediction> guesses(int[] ids, int topK) {
    TokenBatch batch = new TokenBatch();
    batch.add(ids, new int[ids.length], 0, ids.length);
    MaskedLogits logits = new MaskedLogits(tokenizer.maskId());
    MaskedLogits.Positions masked = model.evaluateSequences(batch, logits).get(0);
    return new MaskGuesses(tokenizer).of(masked, topK).get(0);
  }

  /** The first word from the middle on that is one word piece of letters, or −1. */
  private int middleWord(int[] ids) {
    for (int i = ids.length / 2; i < ids.length - 1; i++) {
      boolean whole = !tokenizer.isContinuation(ids[i]) && !tokenizer.isContinuation(ids[i + 1]);
      if (whole && !tokenizer.isSpecial(ids[i]) && isWord(tokenizer.token(ids[i]))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isWord(String token) {
    boolean ideograph = Character.isIdeographic(token.codePointAt(0));
    return ideograph
        || token.length() >= MIN_LETTERS && token.codePoints().allMatch(Character::isLetter);
  }
}
