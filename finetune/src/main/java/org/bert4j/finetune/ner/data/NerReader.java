package org.bert4j.finetune.ner.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.io.LineReader;
import org.bert4j.common.io.TextStream;
import org.bert4j.finetune.ner.tag.SchemeRecognition;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.bert4j.finetune.ner.tag.TagSequences;

/** Reads files of labelled or of plain text. */
public final class NerReader {
  /** Bytes in which a form is recognised. */
  private static final int SAMPLE_BYTES = 1 << 16;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final NerReaderOptions options;

  /**
   * Makes a reader.
   *
   * @param options how to read
   */
  public NerReader(NerReaderOptions options) {
    this.options = options;
  }

  /**
   * Reads tagged sentences. Every file may have its own form and scheme.
   *
   * @param files at least one file
   * @return all their sentences
   * @throws IllegalArgumentException if a file is missing or broken or there is no sentence; the
   *     message names file and line
   * @throws IOException if reading fails
   */
  public NerDataset read(List<Path> files) throws IOException {
    List<TaggedSentence> sentences = new ArrayList<>();
    List<FileSummary> summaries = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = open(file)) {
        summaries.add(read(in, file.toString(), sentences));
      }
    }
    return new NerDataset(sentences, summaries);
  }

  /**
   * Reads words to be tagged; tags that are there already are ignored.
   *
   * @param in the bytes of a file, or of standard input
   * @param source what they are, for error messages and to recognise the form
   * @param sentences hears every sentence as soon as it is read
   * @return the form
   * @throws IllegalArgumentException if the input is broken; the message names source and line
   * @throws IOException if reading fails
   */
  public NerFormat readWords(InputStream in, String source, Consumer<TaggedSentence> sentences)
      throws IOException {
    InputStream input = text(in, source);
    NerFormat format = format(input, source, true);
    try (LineReader lines = new LineReader(input, source, options.onInvalidUtf8())) {
      parser(format, false)
          .parse(
              lines,
              raw ->
                  sentences.accept(
                      new TaggedSentence(raw.words(), List.of(), raw.source(), raw.original())));
    }
    return format;
  }

  /**
   * Opens a file to read words from.
   *
   * @param file the file
   * @return its bytes
   * @throws IllegalArgumentException if it is no file that can be read
   * @throws IOException if it cannot be opened
   */
  public static InputStream open(Path file) throws IOException {
    if (!Files.isRegularFile(file) && !Files.exists(file)) {
      throw new IllegalArgumentException(file + ": no such file");
    }
    if (Files.isDirectory(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException(file + ": expected a file that can be read");
    }
    return Files.newInputStream(file);
  }

  private FileSummary read(InputStream in, String source, List<TaggedSentence> sentences)
      throws IOException {
    InputStream input = text(in, source);
    NerFormat format = format(input, source, false);
    if (format == NerFormat.TEXT) {
      throw new IllegalArgumentException(
          source + ": text has no tags; expected conll, jsonl or csv");
    }
    List<RawSentence> raw = new ArrayList<>();
    try (LineReader lines = new LineReader(input, source, options.onInvalidUtf8())) {
      parser(format, true).parse(lines, raw::add);
      return convert(raw, format, lines, sentences);
    }
  }

  private InputStream text(InputStream in, String source) throws IOException {
    InputStream text = TextStream.of(in, source, options.encoding(), options.onInvalidUtf8());
    return new BufferedInputStream(text, SAMPLE_BYTES);
  }

  private NerFormat format(InputStream input, String source, boolean mayBeText) throws IOException {
    if (options.format() != NerFormat.AUTO) {
      return options.format();
    }
    String sample = new String(sample(input, source), StandardCharsets.UTF_8);
    sample = sample.startsWith(BYTE_ORDER_MARK) ? sample.substring(1) : sample;
    int lastLine = sample.lastIndexOf('\n');
    String whole = lastLine < 0 ? sample : sample.substring(0, lastLine);
    return NerFormatDetector.detect(source, whole, options.separator(), mayBeText);
  }

  private static byte[] sample(InputStream input, String source) throws IOException {
    try {
      input.mark(SAMPLE_BYTES);
      byte[] sample = input.readNBytes(SAMPLE_BYTES);
      input.reset();
      return sample;
    } catch (IOException e) {
      throw FileFailure.of(source, e);
    }
  }

  private SentenceParser parser(NerFormat format, boolean tagged) {
    return switch (format) {
      case CONLL -> new ConllParser(options, tagged);
      case CSV -> new CsvTagParser(options.columns(), tagged);
      case JSONL -> new JsonSpansParser(options.wordSplitting(), tagged);
      case TEXT -> new TextLineParser(options.wordSplitting());
      case AUTO -> throw new IllegalStateException("a form was not decided");
    };
  }

  private static FileSummary convert(
      List<RawSentence> raw, NerFormat format, LineReader lines, List<TaggedSentence> sentences) {
    SchemeRecognition recognition = new SchemeRecognition();
    for (RawSentence sentence : raw) {
      recognition.add(sentence.tags(), sentence.source()::of);
    }
    TagScheme scheme = recognition.scheme();
    Map<String, Tag> parsed = new HashMap<>();
    int words = 0;
    int entities = 0;
    int repaired = 0;
    for (RawSentence sentence : raw) {
      List<Tag> tags = new ArrayList<>(sentence.words().size());
      sentence.tags().forEach(tag -> tags.add(parsed.computeIfAbsent(tag, scheme::parse)));
      TaggedSentence tagged =
          new TaggedSentence(
              sentence.words(),
              TagSequences.bio(TagSequences.entities(tags), tags.size()),
              sentence.source(),
              sentence.original());
      sentences.add(tagged);
      words += tags.size();
      entities += tagged.entities().size();
      repaired += TagSequences.violations(tags, scheme);
    }
    return new FileSummary(
        lines.source(),
        format,
        scheme,
        raw.size(),
        words,
        entities,
        repaired,
        lines.droppedLines());
  }
}
