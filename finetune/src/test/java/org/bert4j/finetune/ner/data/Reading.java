package org.bert4j.finetune.ner.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagScheme;

/** Reads text from a file of a name. */
record Reading(Path directory, NerReaderOptions options) {
  static NerReaderOptions options(String separator, String word, String tag) {
    return new NerReaderOptions(
        NerFormat.CONLL,
        separator,
        new NerColumns(null, word, tag),
        false,
        WordSplitting.RUNS,
        InvalidUtf8.FAIL);
  }

  static Reading in(Path directory) {
    return new Reading(directory, NerReaderOptions.DEFAULT);
  }

  Reading with(NerReaderOptions other) {
    return new Reading(directory, other);
  }

  NerDataset read(String name, String content) throws IOException {
    return read(name, content.getBytes(StandardCharsets.UTF_8));
  }

  NerDataset read(String name, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    return new NerReader(options).read(List.of(file));
  }

  static List<String> tags(NerDataset data, int sentence) {
    return data.sentences().get(sentence).tags(TagScheme.BIO).stream().map(Tag::toString).toList();
  }
}
