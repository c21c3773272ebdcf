package org.bert4j.pretrain.data;

import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/**
 * The endless sequence of training instances: in every epoch all documents in random order, their
 * instances made afresh and shuffled in blocks of whole documents, so that a batch mixes documents
 * and memory stays bounded. A corpus of one block is shuffled as a whole.
 */
final class TrainingInstances {
  /** A block ends with the document that fills it. */
  static final int BLOCK_INSTANCES = 1 << 16;

  private final SentencePairs pairs;
  private final long seed;
  private final int blockInstances;
  private final InstanceBlock block = new InstanceBlock();
  private final int[] documentOrder;
  private int[] instanceOrder = new int[0];
  private long epoch;
  private int firstDocument;
  private int nextDocument;
  private int offset;

  /** Starts at a position that an equal sequence has reported. */
  TrainingInstances(SentencePairs pairs, long seed, DataPosition start, int blockInstances) {
    this.pairs = pairs;
    this.seed = seed;
    this.blockInstances = blockInstances;
    this.documentOrder = new int[pairs.documents().size()];
    this.epoch = start.epoch();
    shuffleDocuments();
    if (start.firstDocument() >= documentOrder.length) {
      throw notOfThisData(start);
    }
    nextDocument = start.firstDocument();
    loadBlock(start.firstInstance());
    offset = start.offset();
    if (offset > block.size()) {
      throw notOfThisData(start);
    }
  }

  /** Reads the next instance. */
  void next(Instance into) {
    if (offset == block.size()) {
      long number = block.firstNumber() + block.size();
      if (nextDocument == documentOrder.length) {
        epoch++;
        shuffleDocuments();
        nextDocument = 0;
        number = 0;
      }
      loadBlock(number);
      offset = 0;
    }
    block.get(instanceOrder[offset++], into);
  }

  /** Where the sequence goes on. */
  DataPosition position() {
    return new DataPosition(epoch, firstDocument, block.firstNumber(), offset);
  }

  private void shuffleDocuments() {
    identity(documentOrder, documentOrder.length);
    RandomStream.of(seed, epoch, 0, Purpose.DOCUMENT_ORDER)
        .shuffle(documentOrder, 0, documentOrder.length);
  }

  private void loadBlock(long firstNumber) {
    firstDocument = nextDocument;
    block.start(epoch, firstNumber);
    while (block.size() < blockInstances && nextDocument < documentOrder.length) {
      pairs.add(documentOrder[nextDocument++], epoch, block);
    }
    if (instanceOrder.length < block.size()) {
      instanceOrder = new int[block.size()];
    }
    identity(instanceOrder, block.size());
    RandomStream.of(seed, epoch, firstDocument, Purpose.INSTANCE_ORDER)
        .shuffle(instanceOrder, 0, block.size());
  }

  private static void identity(int[] values, int length) {
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
  }

  private static IllegalArgumentException notOfThisData(DataPosition position) {
    return new IllegalArgumentException(
        "the data position does not belong to this data: " + position);
  }
}
