package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides the form of a file: by its ending {@code .jsonl}, {@code .ndjson} or {@code .csv}, each
 * also with {@code .gz}, else from its first 256 KiB, in this order:
 *
 * <ol>
 *   <li>it begins with a JSON object: JSON Lines
 *   <li>fewer than one line in ten holds a full stop or the like: sentences without punctuation
 *   <li>fewer than half of the lines end like a sentence: prose, its paragraphs are wrapped
 *   <li>there are {@code = Title =} headings: paragraphs
 *   <li>four of five lines stand alone between blank lines: prose, each being a paragraph
 *   <li>a line holds more than one and a half sentences on average: paragraphs
 *   <li>otherwise: sentences
 * </ol>
 */
final class CorpusFormatDetector {
  private static final int SAMPLE_BYTES = 1 << 18;

  /** The beginning of an object with a name: {@code {"text":}. */
  private static final Pattern JSON_OBJECT =
      Pattern.compile("[\\s\uFEFF]*\\{\\s*\"(?:[^\"\\\\]|\\\\.){0,200}\"\\s*:");

  private final List<String> text = new ArrayList<>();
  private int punctuated;
  private int complete;
  private int titles;
  private int blocks;
  private int alone;
  private int block;

  private CorpusFormatDetector() {}

  static CorpusFormat detect(Path file) throws IOException {
    String name = TextFiles.withoutGzip(file);
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return CorpusFormat.JSONL;
    }
    if (name.endsWith(".csv")) {
      return CorpusFormat.CSV;
    }
    byte[] bytes;
    try (InputStream in = TextStream.open(file)) {
      bytes = in.readNBytes(SAMPLE_BYTES);
    }
    String sample = new String(bytes, StandardCharsets.UTF_8);
    if (JSON_OBJECT.matcher(sample).lookingAt()) {
      return CorpusFormat.JSONL;
    }
    CorpusFormatDetector detector = new CorpusFormatDetector();
    sample.lines().map(Characters::strip).forEach(detector::see);
    detector.endBlock();
    return detector.decide();
  }

  private void see(String line) {
    if (line.isEmpty()) {
      endBlock();
    } else if (Heading.of(line) != Heading.NONE) {
      titles += line.startsWith("=") ? 1 : 0;
    } else {
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
    if (2 * complete < lines) {
      return CorpusFormat.PROSE;
    }
    if (titles > 0) {
      return CorpusFormat.PARAGRAPHS;
    }
    if (lines > 0 && 5 * alone >= 4 * blocks) {
      return CorpusFormat.PROSE;
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
