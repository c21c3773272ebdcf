package org.bert4j.finetune.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.io.ForeignFormat;
import org.bert4j.common.io.LineReader;
import org.bert4j.common.io.TextStream;
import org.bert4j.finetune.records.JsonForm;
import org.bert4j.finetune.records.JsonRecords;
import org.bert4j.finetune.records.TableReader;
import org.bert4j.finetune.text.TextSink.Wanted;

/**
 * Reads texts, or pairs of texts, and their labels where there are any: rows of comma-, semicolon-
 * or tab-separated values with or without names of columns, JSON records, or a folder with a folder
 * of text files a label. What a file is gets found out and told. Texts that are blank are left out
 * and counted.
 */
public final class TextReader {
  private static final int SAMPLE_BYTES = 1 << 16;

  /** What stands before labels in fastText's files. */
  private static final String FAST_TEXT = "__label__";

  /** Where HuggingFace's data sets have a text in several languages. */
  private static final String TRANSLATION = "translation";

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final TextReaderOptions options;
  private final Consumer<String> report;

  /**
   * Makes a reader.
   *
   * @param options how to read
   * @param report hears what each file is and holds
   */
  public TextReader(TextReaderOptions options, Consumer<String> report) {
    this.options = options;
    this.report = report;
  }

  /**
   * Reads annotated texts.
   *
   * @param paths files, or folders with a folder a label
   * @return their texts
   * @throws IllegalArgumentException if a file is missing or broken, has no labels or there is no
   *     text; the message names file and line
   * @throws IOException if reading fails
   */
  public TextDataset read(List<Path> paths) throws IOException {
    return read(paths, Wanted.LABELS);
  }

  /**
   * Reads pairs of texts, with labels where there are any.
   *
   * @param paths files
   * @return their pairs
   * @throws IllegalArgumentException if a file is missing or broken, a text stands alone or there
   *     is no pair; the message names file and line
   * @throws IOException if reading fails
   */
  public TextDataset readPairs(List<Path> paths) throws IOException {
    return read(paths, Wanted.PAIRS);
  }

  private TextDataset read(List<Path> paths, Wanted wanted) throws IOException {
    List<LabelledText> texts = new ArrayList<>();
    TextSink sink = new TextSink(options, wanted, texts::add);
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      sink.begin(path.toString());
      if (Files.isDirectory(path)) {
        files.addAll(readFolder(path, sink));
      } else {
        files.add(path);
        try (InputStream in = open(path)) {
          readFile(in, path.toString(), sink);
        }
      }
      report.accept(sink.summary());
    }
    return new TextDataset(texts, files, sink.isSeveral());
  }

  /**
   * Reads texts whose labels are not needed, as soon as they come; where there are any, they are
   * read. What is not JSON and no table by its name or by what was said of columns, is a text a
   * line, or, with a tab between them, a pair.
   *
   * @param in the bytes of a file, or of standard input
   * @param source what they are, for error messages and to find out the form
   * @param texts hears every text, blank ones too
   * @throws IllegalArgumentException if the input is broken
   * @throws IOException if reading fails
   */
  public void readTexts(InputStream in, String source, Consumer<LabelledText> texts)
      throws IOException {
    readAll(in, source, new TextSink(options, Wanted.TEXTS, texts));
  }

  /**
   * Reads texts one by one, as soon as they come: a tab is part of a line, and what holds pairs is
   * refused.
   *
   * @param in the bytes of a file, or of standard input
   * @param source what they are, for error messages and to find out the form
   * @param texts hears every text, blank ones too
   * @throws IllegalArgumentException if the input is broken or holds pairs
   * @throws IOException if reading fails
   */
  public void readSingleTexts(InputStream in, String source, Consumer<LabelledText> texts)
      throws IOException {
    readAll(in, source, new TextSink(options, Wanted.SINGLE_TEXTS, texts));
  }

  /**
   * Reads pairs whose labels are not needed, as soon as they come.
   *
   * @param in the bytes of a file, or of standard input
   * @param source what they are, for error messages and to find out the form
   * @param pairs hears every pair, also those of which a text is blank
   * @throws IllegalArgumentException if the input is broken or a text stands alone
   * @throws IOException if reading fails
   */
  public void readPairs(InputStream in, String source, Consumer<LabelledText> pairs)
      throws IOException {
    readAll(in, source, new TextSink(options, Wanted.ALL_PAIRS, pairs));
  }

  private void readAll(InputStream in, String source, TextSink sink) throws IOException {
    sink.begin(source);
    readFile(in, source, sink);
    report.accept(sink.summary());
  }

  /**
   * Opens a file to read texts from.
   *
   * @param file the file
   * @return its bytes
   * @throws IllegalArgumentException if it is no file that can be read
   * @throws IOException if it cannot be opened
   */
  public static InputStream open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(file + ": no such file");
    }
    if (Files.isDirectory(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException(file + ": expected a file that can be read");
    }
    return Files.newInputStream(file);
  }

  /** The folders in a folder are labels, the files below them texts. */
  private List<Path> readFolder(Path folder, TextSink sink) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> labels = children(folder).stream().filter(Files::isDirectory).toList();
    if (labels.isEmpty()) {
      throw new IllegalArgumentException(
          folder + ": no folder in it, expected one for each label, with text files");
    }
    for (Path label : labels) {
      List<Path> texts;
      try (Stream<Path> all = Files.walk(label)) {
        texts = all.filter(TextReader::isText).sorted().toList();
      }
      for (Path text : texts) {
        String content;
        try {
          content = TextStream.open(text, options.encoding(), options.onInvalidUtf8()).readText();
        } catch (IOException e) {
          throw FileFailure.of(text, e);
        }
        sink.add(content, null, List.of(label.getFileName().toString()), text.toString());
      }
      files.addAll(texts);
    }
    sink.form("a folder a label");
    return files;
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(child -> !isHidden(child)).sorted().toList();
    }
  }

  private static boolean isText(Path path) {
    return Files.isRegularFile(path) && !isHidden(path);
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private void readFile(InputStream in, String source, TextSink sink) throws IOException {
    InputStream input =
        new BufferedInputStream(
            TextStream.of(in, source, options.encoding(), options.onInvalidUtf8()), SAMPLE_BYTES);
    String sample = sample(input, source);
    String name = source.toLowerCase(Locale.ROOT);
    boolean json = name.endsWith(".jsonl") || name.endsWith(".json") || name.endsWith(".ndjson");
    ForeignFormat.begunMarkup(sample)
        .ifPresent(
            markup -> {
              throw new IllegalArgumentException(source + ": " + markup);
            });
    try (LineReader lines = new LineReader(input, source, options.onInvalidUtf8())) {
      if (json || JsonForm.isJson(sample)) {
        JsonForm form = JsonForm.of(sample);
        readJson(new JsonRecords(lines, form), form, sink);
      } else if (sample.startsWith(FAST_TEXT) && !name.endsWith(".csv")) {
        readFastText(lines, sink);
      } else if (!sink.wanted().isLines() || isTable(name)) {
        boolean tabs = options.separator() == null && name.endsWith(".tsv");
        new TextTable(options, new TableReader(lines, tabs ? "tab" : options.separator()))
            .read(sink);
      } else {
        readLines(lines, sink);
      }
      sink.dropped(lines.droppedLines());
    }
  }

  private boolean isTable(String name) {
    return name.endsWith(".csv")
        || name.endsWith(".tsv")
        || options.textColumn() != null
        || options.separator() != null;
  }

  private static void readLines(LineReader lines, TextSink sink) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int tab = sink.wanted() == Wanted.SINGLE_TEXTS ? -1 : line.indexOf('\t');
      sink.add(
          tab < 0 ? line : line.substring(0, tab),
          tab < 0 ? null : line.substring(tab + 1),
          List.of(),
          lines.source() + ":" + lines.lineNumber());
    }
    sink.form("a text a line");
  }

  /** Labels before the text, all on one line. */
  private static void readFastText(LineReader lines, TextSink sink) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      List<String> labels = new ArrayList<>();
      String text = line.strip();
      while (text.startsWith(FAST_TEXT)) {
        String[] parts = text.split("\\s+", 2);
        labels.add(parts[0].substring(FAST_TEXT.length()));
        text = parts.length == 1 ? "" : parts[1];
      }
      if (labels.size() > 1) {
        sink.several();
      }
      sink.add(
          text, null, sink.labels(List.of(), labels), lines.source() + ":" + lines.lineNumber());
    }
    sink.form("fastText's labels and text");
  }

  private static String sample(InputStream input, String source) throws IOException {
    try {
      input.mark(SAMPLE_BYTES);
      byte[] sample = input.readNBytes(SAMPLE_BYTES);
      input.reset();
      String text = new String(sample, StandardCharsets.UTF_8);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (IOException e) {
      throw FileFailure.of(source, e);
    }
  }

  private void readJson(JsonRecords records, JsonForm form, TextSink sink) throws IOException {
    TextColumns.Names names = null;
    for (JsonNode next = records.next(); next != null; next = records.next()) {
      if (isBare(next, sink.wanted())) {
        sink.add(
            next.isArray() ? next.get(0).asText() : next.asText(),
            next.isArray() ? next.get(1).asText() : null,
            List.of(),
            records.place());
        continue;
      }
      if (!next.isObject()) {
        throw records.error(
            "expected a JSON object, with a text"
                + (sink.needsLabels() ? " and its label" : sink.wanted().isPairs() ? "s" : ""));
      }
      JsonNode record = next.path(TRANSLATION).isObject() ? next.get(TRANSLATION) : next;
      if (names == null) {
        names = names(records, record, sink);
      }
      for (String text : names.texts()) {
        if (!record.path(text).isTextual()) {
          throw records.error(
              "\"" + text + "\" is " + record.path(text).getNodeType() + ", expected a text");
        }
      }
      sink.add(
          record.get(names.text()).asText(),
          names.pair() == null ? null : record.get(names.pair()).asText(),
          sink.labels(names.labels(), labels(records, record, names, sink)),
          records.place());
    }
    sink.form(form.toString());
    if (names != null) {
      sink.columns(names);
    }
  }

  /** Whether a record is a text without a name, or a pair of them, as far as that is wanted. */
  private static boolean isBare(JsonNode record, Wanted wanted) {
    boolean pair = record.isArray() && record.size() == 2;
    return record.isTextual() && wanted.isLines()
        || pair
            && record.get(0).isTextual()
            && record.get(1).isTextual()
            && (wanted == Wanted.TEXTS || wanted.isPairs());
  }

  private TextColumns.Names names(JsonRecords records, JsonNode record, TextSink sink) {
    Wanted wanted = sink.wanted();
    List<String> fields = new ArrayList<>();
    record.fieldNames().forEachRemaining(fields::add);
    try {
      TextColumns.Names names =
          TextColumns.find(fields, options).orElseThrow(() -> unknown(fields, wanted));
      sink.requireWanted(names);
      if (wanted == Wanted.LABELS && names.labels().isEmpty()) {
        throw new IllegalArgumentException(
            "no field is known to hold labels among "
                + String.join(", ", fields)
                + "; say which with --label-column");
      }
      return names;
    } catch (IllegalArgumentException e) {
      throw records.error(e.getMessage());
    }
  }

  private static IllegalArgumentException unknown(List<String> names, Wanted wanted) {
    return new IllegalArgumentException(
        "no field is known to hold texts among "
            + String.join(", ", names)
            + "; say which with --text-column"
            + (wanted.isPairs() ? " and --pair-column" : ""));
  }

  private static List<String> labels(
      JsonRecords records, JsonNode record, TextColumns.Names names, TextSink sink) {
    List<String> labels = new ArrayList<>();
    for (String name : names.labels()) {
      JsonNode value = record.path(name);
      if (value.isArray()) {
        sink.several();
        Iterator<JsonNode> elements = value.elements();
        while (elements.hasNext()) {
          labels.add(elements.next().asText());
        }
      } else if (value.isValueNode() && !value.isNull()) {
        labels.add(value.asText());
      } else if (sink.needsLabels()) {
        throw records.error(
            "\"" + name + "\" is " + value.getNodeType() + ", expected a label or a list of them");
      }
    }
    return labels;
  }
}
