package org.bert4j.pretrain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusReader;
import org.bert4j.pretrain.data.DataSplit;
import org.bert4j.pretrain.data.Documents;
import org.bert4j.pretrain.data.MaskingVocabulary;
import org.bert4j.pretrain.store.CorpusTokenizer;
import org.bert4j.pretrain.store.StoreManifest;
import org.bert4j.pretrain.store.TokenStore;
import org.bert4j.pretrain.store.TokenStoreWriter;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.training.WordPieceTraining;

/**
 * Makes a run's text ready: reads it, learns a vocabulary if none is given, tokenizes it into a
 * store, holds documents out. What an earlier start of the run has made is used again.
 */
final class TextPreparation {
  private final PretrainingConfig config;
  private final TextConfig text;
  private final PretrainingFiles files;
  private final RunModel model;
  private final PretrainingListener listener;
  private final CorpusListener reading;

  TextPreparation(
      PretrainingConfig config,
      PretrainingFiles files,
      RunModel model,
      PretrainingListener listener) {
    this.config = config;
    this.text = config.text();
    this.files = files;
    this.model = model;
    this.listener = listener;
    this.reading = listener.corpusListener();
  }

  /**
   * Prepares everything.
   *
   * @return the text, to be closed by the caller
   * @throws IllegalArgumentException if text or tokenizer cannot be used
   * @throws IOException if reading or writing fails
   */
  PreparedText prepare() throws IOException {
    TokenStore given = text.data() == null ? null : TokenStore.open(text.data());
    requireDocuments(given);
    BertTokenizer tokenizer = tokenizer(given);
    try {
      MaskingVocabulary pieces = new MaskingVocabulary(tokenizer);
      model.requireTrainable(tokenizer.vocabularySize());
      TokenStore store = given != null ? given : store(tokenizer);
      requireVocabulary(store, tokenizer);
      return new PreparedText(tokenizer, pieces, split(store, tokenizer));
    } catch (IOException | RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /**
   * Reads the beginning of what is to be tokenized, so that files which are missing and text
   * without boundaries between documents are refused before hours of work.
   */
  private void requireDocuments(TokenStore given) throws IOException {
    boolean validates = !text.validation().isEmpty();
    if (given == null && Files.notExists(files.store())) {
      int needed = validates ? 1 : DataSplit.MIN_DOCUMENTS;
      int documents = documents(corpus(), needed);
      if (documents > 0 && documents < needed) {
        throw DataSplit.tooFew(documents);
      }
    }
    if (validates && Files.notExists(files.validationStore())) {
      documents(heldOut(), 1);
    }
  }

  private static int documents(Corpus corpus, int atMost) {
    int count = 0;
    try (CorpusReader documents = corpus.read(CorpusListener.NONE)) {
      while (count < atMost && documents.hasNext()) {
        documents.next();
        count++;
      }
    }
    return count;
  }

  /** Ids mean something only in the vocabulary that they were made with. */
  private void requireVocabulary(TokenStore store, BertTokenizer tokenizer) {
    String vocabulary = TokenStoreWriter.vocabularySha256(tokenizer);
    if (!vocabulary.equals(store.manifest().vocabularySha256())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was tokenized with another vocabulary than that in %s; restore it, or name another output",
              store.tokenizerDirectory().getParent(),
              files.run().tokenizer()));
    }
  }

  private BertTokenizer tokenizer(TokenStore given) throws IOException {
    if (Files.exists(files.run().tokenizer())) {
      return BertTokenizer.load(files.run().tokenizer());
    }
    BertTokenizer tokenizer =
        given != null ? BertTokenizer.load(given.tokenizerDirectory()) : givenOrTrained();
    try {
      files.run().saveTokenizer(tokenizer::save);
      return tokenizer;
    } catch (IOException | RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private BertTokenizer givenOrTrained() throws IOException {
    if (text.vocabulary().tokenizer() != null) {
      return BertTokenizer.load(text.vocabulary().tokenizer());
    }
    if (config.model().init() != null) {
      return BertTokenizer.load(CheckpointDirectory.open(config.model().init()).tokenizer());
    }
    VocabularyConfig vocabulary = text.vocabulary();
    WordPieceTraining training = WordPieceTraining.of(vocabulary.vocabSize(), vocabulary.cased());
    BertTokenizer tokenizer =
        CorpusVocabulary.train(
            corpus(), training, reading, words -> listener.preparing(words.toString()));
    listener.preparing(
        String.format(Locale.ROOT, "vocabulary: %,d word pieces", tokenizer.vocabularySize()));
    return tokenizer;
  }

  private TokenStore store(BertTokenizer tokenizer) throws IOException {
    if (!Files.exists(files.store())) {
      tokenize(corpus(), tokenizer, files.store());
    }
    return TokenStore.open(files.store());
  }

  private DataSplit split(TokenStore store, BertTokenizer tokenizer) throws IOException {
    if (text.validation().isEmpty()) {
      return DataSplit.of(store, config.data().seed());
    }
    if (!Files.exists(files.validationStore())) {
      tokenize(heldOut(), tokenizer, files.validationStore());
    }
    TokenStore validation = TokenStore.open(files.validationStore());
    requireVocabulary(validation, tokenizer);
    return new DataSplit(Documents.all(store), Documents.all(validation));
  }

  private void tokenize(Corpus corpus, BertTokenizer tokenizer, Path store) throws IOException {
    StoreManifest manifest = CorpusTokenizer.write(corpus, tokenizer, store, reading);
    listener.preparing(
        String.format(
            Locale.ROOT,
            "tokenized: %,d documents, %,d sentences, %s",
            manifest.documents(),
            manifest.sentences(),
            manifest.unknownShare()));
  }

  private Corpus heldOut() {
    return Corpus.of(text.validation(), text.reader());
  }

  private Corpus corpus() throws IOException {
    if (!text.corpus().isEmpty()) {
      return Corpus.of(text.corpus(), text.reader());
    }
    return Corpus.of(List.of(files.sampleCorpus(config.data().seed())), text.reader());
  }
}
