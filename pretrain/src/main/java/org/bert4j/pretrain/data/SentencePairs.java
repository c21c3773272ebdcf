package org.bert4j.pretrain.data;

import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.bert4j.pretrain.store.TokenStore;

/**
 * Makes the sentence pairs of a document as google-research/bert does: sentences are gathered until
 * they fill a sequence and split at a random one; the second segment is what follows, or in half of
 * the cases text of another document, and the sentences it displaced are used again. With {@code
 * short_seq_prob} all sequences of the document aim at a random shorter length. Segments may be too
 * long together; they are truncated when the tokens are read.
 *
 * <p>One difference: a random second segment never comes from the same document, which Google's
 * script merely makes unlikely.
 */
final class SentencePairs {
  private final Documents documents;
  private final Documents others;
  private final DataConfig config;
  private final Instance instance = new Instance();

  /**
   * @param documents where first segments come from
   * @param others where random second segments come from; the same object, or no document in common
   */
  SentencePairs(Documents documents, Documents others, DataConfig config) {
    if (others.size() < (others == documents ? 2 : 1)) {
      throw new IllegalArgumentException(
          "next-sentence prediction needs at least two documents; mark boundaries between documents"
              + " with blank lines (--format sentences) or headings (paragraphs, prose)");
    }
    this.documents = documents;
    this.others = others;
    this.config = config;
  }

  Documents documents() {
    return documents;
  }

  Documents others() {
    return others;
  }

  /** Appends the instances of a document, of which the index among the documents is given. */
  void add(int index, long epoch, InstanceBlock out) {
    TokenStore store = documents.store();
    instance.document = documents.index(index);
    RandomStream random =
        RandomStream.of(config.seed(), epoch, instance.document, Purpose.SENTENCE_PAIRS);
    int target = targetLength(random);
    int sentences = store.sentences(instance.document);
    int from = 0;
    while (from < sentences) {
      int to = chunkEnd(from, sentences, target);
      int split = to - from < 2 ? to : from + 1 + random.nextInt(to - from - 1);
      setFirst(from, split);
      boolean randomNext = split == to || random.nextDouble() < 0.5;
      if (randomNext) {
        setRandomSecond(index, target, random);
      } else {
        setFollowing(to);
      }
      out.add(instance);
      from = randomNext ? split : to;
    }
  }

  private int targetLength(RandomStream random) {
    int most = config.maxPairLength();
    return random.nextDouble() < config.shortSeqProb() ? 2 + random.nextInt(most - 1) : most;
  }

  /** End of the shortest run of sentences that reaches the target, or of the document. */
  private int chunkEnd(int from, int sentences, int target) {
    TokenStore store = documents.store();
    int start = store.sentenceStart(instance.document, from);
    int to = from + 1;
    while (to < sentences && store.sentenceStart(instance.document, to) - start < target) {
      to++;
    }
    return to;
  }

  private void setFirst(int from, int to) {
    TokenStore store = documents.store();
    instance.firstStart = store.sentenceStart(instance.document, from);
    instance.firstLength = store.sentenceStart(instance.document, to) - instance.firstStart;
  }

  private void setFollowing(int to) {
    instance.otherDocument = Instance.NEXT;
    instance.secondStart = instance.firstStart + instance.firstLength;
    instance.secondLength =
        documents.store().sentenceStart(instance.document, to) - instance.secondStart;
  }

  private void setRandomSecond(int index, int target, RandomStream random) {
    TokenStore store = others.store();
    instance.otherDocument = others.index(otherIndex(index, random));
    int sentences = store.sentences(instance.otherDocument);
    int sentence = random.nextInt(sentences);
    instance.secondStart = store.sentenceStart(instance.otherDocument, sentence);
    int wanted = target - instance.firstLength;
    do {
      sentence++;
      instance.secondLength =
          store.sentenceStart(instance.otherDocument, sentence) - instance.secondStart;
    } while (sentence < sentences && instance.secondLength < wanted);
  }

  private int otherIndex(int index, RandomStream random) {
    if (others != documents) {
      return random.nextInt(others.size());
    }
    int other = random.nextInt(others.size() - 1);
    return other < index ? other : other + 1;
  }
}
