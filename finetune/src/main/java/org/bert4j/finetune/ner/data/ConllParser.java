package org.bert4j.finetune.ner.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.LineReader;

/**
 * CoNLL columns: a word a line, a blank line or {@code -DOCSTART-} between sentences, lines that
 * begin with # before them. A sentence of which a line is left out because it is not UTF-8 is left
 * out.
 */
final class ConllParser implements SentenceParser {
  /** Numbers of several words' surface, and of words that are not there: CoNLL-U. */
  private static final Pattern PART_OF_WORD = Pattern.compile("\\d+[-.]\\d+");

  /** What CoNLL-U, UNER and MultiCoNER say about a sentence in front of it. */
  private static final Pattern OF_SENTENCE =
      Pattern.compile("#\\s*(?:[\\w.:-]+\\s*=.*|(?:newdoc|newpar)\\b.*|id\\s+\\S+.*)");

  private final NerReaderOptions options;
  private final boolean tagged;
  private final List<String> sample;
  private ConllColumns columns;
  private TagCells tagCells;
  private long firstLine;
  private long comments;
  private long strays;
  private long parts;
  private long damaged;

  /**
   * Makes a parser of one file.
   *
   * @param tagged whether tags are read
   * @param sample the file's first lines, by which its columns are recognised
   */
  ConllParser(NerReaderOptions options, boolean tagged, String sample) {
    this.options = options;
    this.tagged = tagged;
    this.sample = sample.lines().toList();
  }

  static boolean isPartOfWord(String id) {
    return PART_OF_WORD.matcher(id).matches();
  }

  @Override
  public void parse(LineReader reader, Consumer<RawSentence> sentences) throws IOException {
    SentenceBuilder sentence = new SentenceBuilder(reader.source(), sentences);
    long dropped = 0;
    String line;
    do {
      line = reader.readLine();
      if (reader.droppedLines() > dropped) {
        // Before and behind it there may be words of the same sentence; if not, it was one itself.
        dropped = reader.droppedLines();
        sentence.damage();
      }
      String clean = line == null ? "" : ColumnSplitter.clean(line);
      boolean blank =
          columns == null ? ColumnSplitter.strip(clean).isEmpty() : columns.isBlank(clean);
      if (blank || ColumnRecognition.isBorder(clean)) {
        end(sentence, reader);
      } else {
        addLine(clean, reader, sentence);
      }
    } while (line != null);
  }

  private void end(SentenceBuilder sentence, LineReader reader) {
    if (!sentence.end()) {
      damaged++;
      if (!tagged) {
        sentence.addEmpty(reader.lineNumber());
      }
    }
    if (tagCells != null) {
      tagCells.begin();
    }
  }

  @Override
  public String form() {
    return "conll";
  }

  private void addLine(String line, LineReader reader, SentenceBuilder sentence) {
    if (columns == null) {
      recognise(line, reader);
    }
    List<String> cells = columns.split(line);
    if (line.startsWith("#") && !columns.isWord(cells)) {
      addComment(line, reader, sentence);
      return;
    }
    if (firstLine == 0) {
      firstLine = reader.lineNumber();
      if (ColumnRecognition.isHeader(cells)) {
        return;
      }
    }
    if (!columns.fit(cells)) {
      throw SentenceParser.error(reader, misfit(line, cells));
    }
    if (columns.ids() >= 0 && isPartOfWord(cells.get(columns.ids()))) {
      parts++;
      return;
    }
    strays += columns.isStray(line) ? 1 : 0;
    String tag = tagged ? tagCells.tag(cells.get(columns.tag())) : null;
    sentence.add(word(cells.get(columns.word()), reader), tag, reader.lineNumber());
  }

  /** Behind a word only one that belongs to a sentence, the next one, is certain. */
  private void addComment(String line, LineReader reader, SentenceBuilder sentence) {
    comments++;
    if (sentence.isEmpty()) {
      return;
    }
    if (!OF_SENTENCE.matcher(line).matches()) {
      throw SentenceParser.error(
          reader,
          "\""
              + Excerpt.of(line)
              + "\": no word with a tag, and no comment, which stands before a sentence; expected a"
              + " blank line before it");
    }
    end(sentence, reader);
  }

  private void recognise(String line, LineReader reader) {
    boolean inSample =
        sample.stream().map(ColumnSplitter::clean).anyMatch(ColumnRecognition::isOfWord);
    try {
      columns = ColumnRecognition.of(inSample ? sample : List.of(line), options, tagged);
    } catch (IllegalArgumentException e) {
      throw SentenceParser.error(reader, e.getMessage());
    }
    if (tagged && (columns.count() < 2 || columns.word() == columns.tag())) {
      throw SentenceParser.error(
          reader,
          String.format(
              Locale.ROOT,
              "%d columns separated by %s, expected one with words and another with tags; --separator"
                  + " says what stands between columns",
              columns.count(),
              columns.splitter().name()));
    }
    tagCells = new TagCells(columns.tags());
  }

  private String misfit(String line, List<String> cells) {
    String both = "";
    if (options.separator() == null
        && ColumnSplitter.WHITESPACE.split(line).size() == columns.count()) {
      both = "; if spaces and tabs separate alike, add --separator whitespace";
    }
    return String.format(
        Locale.ROOT,
        "%d columns in \"%s\", expected %d separated by %s as in line %d%s",
        cells.size(),
        Excerpt.of(line),
        columns.count(),
        columns.splitter().name(),
        firstLine,
        both);
  }

  private String word(String cell, LineReader reader) {
    if (!options.segmentationDigits()) {
      return cell;
    }
    int last = cell.length() - 1;
    if (last < 1 || cell.charAt(last) < '0' || cell.charAt(last) > '9') {
      throw SentenceParser.error(
          reader,
          "\"" + Excerpt.of(cell) + "\": expected a word with a segmentation digit behind it");
    }
    return cell.substring(0, last);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(columns == null ? List.of() : columns.notes());
    note(notes, comments, "lines of comments");
    note(notes, strays, "lines with another separator");
    note(notes, parts, "lines of parts of words left out");
    note(notes, damaged, "sentences left out with lines that are not UTF-8");
    return notes;
  }

  private static void note(List<String> notes, long count, String what) {
    if (count > 0) {
      notes.add(String.format(Locale.ROOT, "%,d %s", count, what));
    }
  }
}
