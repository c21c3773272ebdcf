package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bert4j.common.io.ForeignFormat;
import org.bert4j.common.io.TextStream;

/**
 * Decides the form of a file: by its ending {@code .jsonl}, {@code .ndjson}, {@code .csv} or {@code
 * .tsv}, each also compressed, else from its first 256 KiB, in this order:
 *
 * <ol>
 *   <li>it begins with an array of JSON objects, whatever its ending: JSON
 *   <li>it begins with a JSON object: JSON Lines
 *   <li>a line is {@code <doc id=…>}: articles of WikiExtractor
 *   <li>it is in HTML, subtitles or other markup: an error
 *   <li>fewer than one line in ten holds a full stop or the like: sentences without punctuation
 *   <li>fewer than half of the lines end like a sentence, and not four of five stand alone between
 *       blank lines: prose, its paragraphs are wrapped
 *   <li>there are {@code = Title =} headings: paragraphs
 *   <li>four of five lines stand alone between blank lines: prose, each being a paragraph, or, if
 *       they are single sentences, sentences, each being a document
 *   <li>a line holds more than one and a half sentences on average: paragraphs
 *   <li>otherwise: sentences
 * </ol>
 */
final class CorpusFormatDetector {
  private static final int SAMPLE_BYTES = 1 << 18;

  /** The beginning of an object with a name: {@code {"text":}; an array of them. */
  private static final Pattern JSON_OBJECT =
      Pattern.compile("[\\s\uFEFF]*(\\[\\s*)?\\{\\s*\"(?:[^\"\\\\]|\\\\.){0,200}\"\\s*:");

  private static final String PARAGRAPHS_ALONE =
      "each line between blank lines is taken for a paragraph of a running text, whose documents go"
          + " on over blank lines; if each is a text of its own, add --format paragraphs";

  private static final String SENTENCES_ALONE =
      "each line between blank lines is a document of one sentence, so none follows another; if"
          + " they are paragraphs of a running text, add --format prose";

  private static final String SEPARATORS =
      "lines such as \"%s\" are read as text like any other; where documents end at them, put blank"
          + " lines in their place and add --format sentences or paragraphs";

  /** A line that is drawn, not written. */
  private static final Pattern SEPARATOR =
      Pattern.compile("([-*_=~#+\u2014\u2500])\\1\\1+|([-*_=~#+])(?: \\2){2,}+");

  /** So many are no ornaments. */
  private static final int MANY_SEPARATORS = 3;

  private final List<String> text = new ArrayList<>();
  private int punctuated;
  private int complete;
  private int titles;
  private int blocks;
  private int alone;
  private int block;
  private int separators;
  private String separator;
  private String consequence;

  private CorpusFormatDetector() {}

  /** Looks at a file, whose form is decided here if the options leave that open. */
  static CorpusForm detect(Path file, CorpusOptions options) throws IOException {
    try (TextStream in = TextStream.open(file, options.encoding(), options.onInvalidUtf8())) {
      CorpusFormatDetector detector = new CorpusFormatDetector();
      CorpusFormat format = options.format();
      if (format == CorpusFormat.AUTO) {
        String sample = new String(in.readNBytes(SAMPLE_BYTES), StandardCharsets.UTF_8);
        format = detector.decide(file, sample.replace("\r\r\n", "\n"));
      }
      return new CorpusForm(format, in.encoding(), in.isCompressed(), detector.consequence);
    }
  }

  private CorpusFormat decide(Path file, String sample) {
    Matcher json = JSON_OBJECT.matcher(sample);
    boolean object = json.lookingAt();
    if (object && json.group(1) != null) {
      return CorpusFormat.JSON;
    }
    String name = TextFiles.withoutCompression(file);
    if (name.endsWith(".csv") || name.endsWith(".tsv")) {
      return CorpusFormat.CSV;
    }
    if (object || name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return CorpusFormat.JSONL;
    }
    if (name.endsWith(".json")) {
      return CorpusFormat.JSON; // whose parser says what it expects
    }
    if (sample
        .lines()
        .map(Characters::strip)
        .anyMatch(l -> WikiParser.ARTICLE.matcher(l).matches())) {
      return CorpusFormat.WIKI;
    }
    ForeignFormat.markup(sample)
        .ifPresent(
            markup -> {
              throw new IllegalArgumentException(
                  file + ": " + markup + ", or read it as it is with --format prose");
            });
    sample.lines().map(Characters::strip).forEach(this::see);
    endBlock();
    CorpusFormat format = decide();
    if (separators >= MANY_SEPARATORS) {
      String told = String.format(Locale.ROOT, SEPARATORS, separator);
      consequence = consequence == null ? told : consequence + "; " + told;
    }
    return format;
  }

  private void see(String line) {
    if (line.isEmpty()) {
      endBlock();
    } else if (Heading.of(line) != Heading.NONE) {
      titles += line.startsWith("=") ? 1 : 0;
    } else {
      if (SEPARATOR.matcher(line).matches()) {
        separators++;
        separator = separator == null ? line : separator;
      }
      text.add(line);
      block++;
      punctuated += line.chars().anyMatch(c -> Characters.endsSentence((char) c)) ? 1 : 0;
      complete += isComplete(line) ? 1 : 0;
    }
  }

  private void endBlock() {
    blocks += block > 0 ? 1 : 0;
    alone += block == 1 ? 1 : 0;
    block = 0;
  }

  private CorpusFormat decide() {
    int lines = text.size();
    if (10 * punctuated < lines) {
      return CorpusFormat.SENTENCES;
    }
    boolean standAlone = lines > 0 && 5 * alone >= 4 * blocks;
    if (2 * complete < lines && !standAlone) {
      return CorpusFormat.PROSE;
    }
    if (titles > 0) {
      return CorpusFormat.PARAGRAPHS;
    }
    if (standAlone) {
      boolean single = 10 * sentences() <= 11 * lines;
      consequence = blocks == 1 ? null : single ? SENTENCES_ALONE : PARAGRAPHS_ALONE;
      return single ? CorpusFormat.SENTENCES : CorpusFormat.PROSE;
    }
    return 2 * sentences() > 3 * lines ? CorpusFormat.PARAGRAPHS : CorpusFormat.SENTENCES;
  }

  private int sentences() {
    SentenceSplitter splitter = new SentenceSplitter();
    int[] sentences = {0};
    text.forEach(line -> splitter.split(line, sentence -> sentences[0]++));
    return sentences[0];
  }

  /** Whether the line ends like a sentence, quotes and brackets after the full stop or not. */
  private static boolean isComplete(String line) {
    int last = line.length() - 1;
    while (last > 0 && (Characters.closes(line.charAt(last)) || line.charAt(last) == ' ')) {
      last--;
    }
    return Characters.endsSentence(line.charAt(last));
  }
}
