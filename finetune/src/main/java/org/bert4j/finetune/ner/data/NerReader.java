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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.io.GitLfs;
import org.bert4j.common.io.LineReader;
import org.bert4j.common.io.TextStream;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.SchemeRecognition;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagNotation;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.bert4j.finetune.ner.tag.TagSequences;
import org.bert4j.finetune.records.JsonForm;

/** Reads files of labelled or of plain text. */
public final class NerReader {
  /** Bytes in which a form is recognised. */
  private static final int SAMPLE_BYTES = 1 << 16;

  private static final String ADVICE =
      "is this the column of the tags? --tag-column names another; "
          + SentenceParser.CLASSES_OF_TEXTS;

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
    return readWords(in, source, sentences, summary -> {});
  }

  /**
   * Reads words to be tagged; tags that are there already are ignored. A sentence of which not all
   * is UTF-8 is one without words, if such lines may be left out at all.
   *
   * @param in the bytes of a file, or of standard input
   * @param source what they are, for error messages and to recognise the form
   * @param sentences hears every sentence as soon as it is read
   * @param report hears in the end what the input was taken for
   * @return the form
   * @throws IllegalArgumentException if the input is broken or its form uncertain; the message
   *     names source and line
   * @throws IOException if reading fails
   */
  public NerFormat readWords(
      InputStream in, String source, Consumer<TaggedSentence> sentences, Consumer<String> report)
      throws IOException {
    TextStream text = TextStream.of(in, source, options.encoding(), options.onInvalidUtf8());
    InputStream input = new BufferedInputStream(text, SAMPLE_BYTES);
    String sample = sample(input, source);
    NerFormat format = format(sample, source, true);
    SentenceParser parser = parser(format, false, sample);
    List<String> notes = new ArrayList<>(notesOf(text));
    long[] counts = new long[2]; // sentences, words
    try (LineReader lines = new LineReader(input, source, options.onInvalidUtf8())) {
      parser.parse(
          lines,
          raw -> {
            counts[0]++;
            counts[1] += raw.words().size();
            sentences.accept(
                new TaggedSentence(raw.words(), List.of(), raw.source(), raw.original()));
          });
      notes.addAll(parser.notes());
      if (lines.droppedLines() > 0 && format != NerFormat.TEXT) {
        notes.add(FileSummary.dropped(lines.droppedLines()));
      }
    }
    report.accept(
        String.format(
            Locale.ROOT,
            "%s: %s: %,d sentences, %,d words%s",
            source,
            parser.form(),
            counts[0],
            counts[1],
            FileSummary.listed(notes)));
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
    GitLfs.refusePointer(file);
    return Files.newInputStream(file);
  }

  private FileSummary read(InputStream in, String source, List<TaggedSentence> sentences)
      throws IOException {
    TextStream text = TextStream.of(in, source, options.encoding(), options.onInvalidUtf8());
    InputStream input = new BufferedInputStream(text, SAMPLE_BYTES);
    String sample = sample(input, source);
    NerFormat format = format(sample, source, false);
    if (format == NerFormat.TEXT) {
      throw new IllegalArgumentException(
          source + ": text has no tags; expected conll, jsonl or csv");
    }
    List<RawSentence> raw = new ArrayList<>();
    SentenceParser parser = parser(format, true, sample);
    try (LineReader lines = new LineReader(input, source, options.onInvalidUtf8())) {
      parser.parse(lines, raw::add);
      FileSummary summary = convert(raw, format, parser, lines, sentences);
      return summary.with(notesOf(text));
    }
  }

  /** How the file itself is written, where that is not plain UTF-8. */
  private static List<String> notesOf(TextStream text) {
    List<String> notes = new ArrayList<>();
    if (text.isCompressed()) {
      notes.add("decompressed");
    }
    if (!text.encoding().equals(StandardCharsets.UTF_8)) {
      notes.add("read as " + text.encoding().name());
    }
    return notes;
  }

  private NerFormat format(String sample, String source, boolean mayBeText) {
    if (options.format() != NerFormat.AUTO) {
      return options.format();
    }
    return NerFormatDetector.detect(source, sample, options.separator(), mayBeText);
  }

  /** The first lines of a file, all of them whole, as far as they fit. */
  private static String sample(InputStream input, String source) throws IOException {
    byte[] bytes;
    try {
      input.mark(SAMPLE_BYTES);
      bytes = input.readNBytes(SAMPLE_BYTES);
      input.reset();
    } catch (IOException e) {
      throw FileFailure.of(source, e);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    int lastLine = text.lastIndexOf('\n');
    return bytes.length < SAMPLE_BYTES || lastLine < 0 ? text : text.substring(0, lastLine);
  }

  private SentenceParser parser(NerFormat format, boolean tagged, String sample) {
    return switch (format) {
      case CONLL -> new ConllParser(options, tagged, sample);
      case CSV -> new CsvSentenceParser(options, tagged);
      case JSONL -> new JsonSentenceParser(options, JsonForm.of(sample), tagged);
      case TEXT -> new TextLineParser(options.wordSplitting());
      case AUTO -> throw new IllegalStateException("a form was not decided");
    };
  }

  private FileSummary convert(
      List<RawSentence> raw,
      NerFormat format,
      SentenceParser parser,
      LineReader lines,
      List<TaggedSentence> sentences) {
    Map<String, Integer> written = new HashMap<>();
    raw.forEach(sentence -> sentence.tags().forEach(tag -> written.merge(tag, 1, Integer::sum)));
    Map<String, String> named = names(raw, written.keySet());
    TagNotation notation =
        TagNotation.of(named.values().stream().map(TagNotation::first).toList())
            .orElse(TagNotation.PREFIX);
    Map<String, String> normal = new HashMap<>();
    named.forEach((tag, name) -> normal.put(tag, notation.normal(TagNotation.first(name))));
    SchemeRecognition recognition = new SchemeRecognition(ADVICE);
    for (RawSentence sentence : raw) {
      List<String> tags = new ArrayList<>(sentence.labels());
      tags.replaceAll(normal::get);
      recognition.add(tags, label -> sentence.source().of(sentence.labelled().get(label)));
    }
    TagScheme scheme = recognition.scheme();
    ReadingNotes notes = new ReadingNotes();
    SpanAlignment alignment =
        new SpanAlignment(options.spans(), options.wordSplitting(), notes, raw);
    Map<String, Tag> parsed = new HashMap<>();
    boolean anyTags = false;
    int words = 0;
    int entities = 0;
    int repaired = 0;
    for (RawSentence sentence : raw) {
      List<Tag> tags = new ArrayList<>(sentence.tags().size());
      for (String tag : sentence.labels()) {
        try {
          tags.add(parsed.computeIfAbsent(tag, any -> scheme.parse(normal.get(any))));
        } catch (IllegalArgumentException e) {
          int word = sentence.labelled().get(tags.size());
          throw new IllegalArgumentException(sentence.source().of(word) + ": " + e.getMessage(), e);
        }
      }
      TaggedSentence tagged =
          new TaggedSentence(
              sentence.words(),
              sentence.spans().isEmpty()
                  ? sentence.amongWords(TagSequences.entities(tags))
                  : alignment.entities(sentence),
              sentence.source(),
              sentence.original(),
              sentence.unlabelled());
      sentences.add(tagged);
      anyTags |= !tags.isEmpty();
      words += sentence.words().size();
      entities += tagged.entities().size();
      repaired += TagSequences.violations(tags, scheme);
    }
    List<String> told = new ArrayList<>(parser.notes());
    told.addAll(notesOf(notation, written));
    told.addAll(notes.lines());
    return new FileSummary(
        lines.source(),
        format,
        parser.form() + (anyTags ? ", " + scheme : ""),
        scheme,
        raw.size(),
        words,
        entities,
        repaired,
        lines.droppedLines(),
        told);
  }

  /** The names of a file's tags; tags are names themselves as a rule. */
  private Map<String, String> names(List<RawSentence> raw, Set<String> written) {
    NumberedTags numbered = new NumberedTags(written, options.spans().labelNames());
    Map<String, String> names = new HashMap<>();
    for (RawSentence sentence : raw) {
      for (int word = 0; word < sentence.tags().size(); word++) {
        String tag = sentence.tags().get(word);
        if (!names.containsKey(tag) && !tag.equals(EntityLabels.UNLABELLED)) {
          names.put(
              tag,
              EntityLabels.isNoTag(tag) ? "O" : numbered.name(tag, sentence.source().of(word)));
        }
      }
    }
    return names;
  }

  private static List<String> notesOf(TagNotation notation, Map<String, Integer> written) {
    List<String> notes = new ArrayList<>();
    if (notation == TagNotation.TYPES) {
      notes.add("tags are types alone: neighbours of a type are one entity");
    }
    int unlabelled = count(written, EntityLabels.UNLABELLED::equals);
    if (unlabelled > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d words labelled %s are neither learnt from nor scored",
              unlabelled,
              EntityLabels.UNLABELLED));
    }
    int special = count(written, EntityLabels::isNoTag);
    if (special > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d words tagged %s count as outside",
              special,
              written.keySet().stream().filter(EntityLabels::isNoTag).sorted().toList()));
    }
    int nested = count(written, tag -> !TagNotation.first(tag).equals(tag));
    if (nested > 0) {
      notes.add(
          String.format(Locale.ROOT, "%,d words have several tags, the first counts", nested));
    }
    int disagreements = count(written, TagNotation::isDisagreement);
    if (disagreements > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d words have several tags with commas between, read as types of their own",
              disagreements));
    }
    return notes;
  }

  private static int count(Map<String, Integer> tags, Predicate<String> counted) {
    return tags.entrySet().stream()
        .filter(tag -> counted.test(tag.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
