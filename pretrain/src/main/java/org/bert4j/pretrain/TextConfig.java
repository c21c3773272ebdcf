package org.bert4j.pretrain;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.pretrain.corpus.CorpusOptions;

/**
 * Which text a model is trained on, and in which word pieces.
 *
 * @param corpus files, directories and globs of text; none for a {@linkplain SampleText sample
 *     text} or a store
 * @param reader how the text is read
 * @param data a token store prepared earlier, with its tokenizer, or null
 * @param validation held-out text; none to hold out documents of the corpus
 * @param vocabulary the word pieces, unless a store or a model brings them
 */
@RecordBuilder
public record TextConfig(
    List<Path> corpus,
    CorpusOptions reader,
    Path data,
    List<Path> validation,
    VocabularyConfig vocabulary)
    implements TextConfigBuilder.With {
  /**
   * Checks that the parts fit together. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is both a corpus and a store, or a tokenizer beside a
   *     store
   */
  public TextConfig {
    corpus = List.copyOf(corpus);
    validation = List.copyOf(validation);
    if (data != null && !corpus.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "corpus is %s and data is %s, expected one of them", corpus, data));
    }
    if (data != null && vocabulary.tokenizer() != null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "tokenizer is %s beside data %s, which contains its own tokenizer; leave tokenizer out",
              vocabulary.tokenizer(),
              data));
    }
  }
}
