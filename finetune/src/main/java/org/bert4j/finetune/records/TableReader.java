package org.bert4j.finetune.records;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.LineReader;

/**
 * Rows of a table, read one at a time. All have as many fields as the first, which may hold the
 * names of the columns. Between commas and semicolons, fields are quoted as in RFC 4180 and may
 * span lines, and a quote within a field that does not begin with one is a character. Between tabs
 * a quote is a character, unless a field is quoted from its first to its last one; where that makes
 * up a row that would be too short, or all names are quoted, such a field may span lines, too. Not
 * thread-safe.
 */
public final class TableReader {
  /** No record is that long: somebody forgot a closing quote. */
  private static final int MAX_RECORD_CHARS = 4_000_000;

  static final String OPEN_QUOTE =
      "a quoted field that begins here does not end; a quote that is a character is written"
          + " \"\"\"\"";

  /** Lines that tell which separator it is. */
  private static final int SAMPLE = 20;

  private final LineFeed feed;
  private final TableSeparator separator;
  private final List<String> first;
  private final List<String> names;
  private final long firstLine;
  private final String source;
  private final Iterator<CSVRecord> records;
  private final Deque<Row> ahead = new ArrayDeque<>();
  private long line;
  private long lost;
  private boolean anyWidth;

  /** Quotes between tabs, which Commons CSV leaves alone; else null. */
  private final TabQuotes quotes;

  private record Row(List<String> fields, long line, long lost) {}

  /**
   * Begins a table.
   *
   * @param lines its lines
   * @param separator what stands between fields, {@code tab} or a character; null means the one of
   *     comma, semicolon, tab and bar that the first line has; of several the one that the first
   *     lines have equally often
   * @throws IllegalArgumentException if it may be several, or the table is broken; the message
   *     names file and line
   * @throws IOException if reading fails
   */
  public TableReader(LineReader lines, String separator) throws IOException {
    List<LineFeed.Line> sample = sample(lines);
    boolean excel =
        separator == null && !sample.isEmpty() && sample.get(0).text().matches("(?i)sep=.");
    String given = excel ? sample.remove(0).text().substring(4) : separator;
    source = lines.source();
    this.separator =
        given == null ? TableSeparator.of(sample, source) : TableSeparator.named(given);
    feed = new LineFeed(lines, MAX_RECORD_CHARS);
    feed.pushBack(sample);
    records = CSVParser.parse(feed, this.separator.format()).iterator();
    quotes = this.separator.equals(TableSeparator.TAB) ? new TabQuotes(feed, this::fields) : null;
    first = sample.isEmpty() ? List.of() : parse();
    names = first.stream().map(String::strip).toList();
    firstLine = feed.firstLine();
    this.line = firstLine;
  }

  /** The first lines, but for blank ones before them. */
  private static List<LineFeed.Line> sample(LineReader lines) throws IOException {
    List<LineFeed.Line> sample = new ArrayList<>();
    while (sample.size() < SAMPLE) {
      String line = lines.readLine();
      if (line == null) {
        break;
      }
      if (sample.isEmpty() && lines.droppedLines() > 0) {
        throw new IllegalArgumentException(
            lines.source()
                + ": the first line is not UTF-8, but may hold the names of the columns; name its"
                + " encoding with --encoding");
      }
      if (!sample.isEmpty() || !line.isBlank()) {
        sample.add(new LineFeed.Line(line, lines.lineNumber()));
      }
    }
    return sample;
  }

  /**
   * The first row.
   *
   * @return its fields, without spaces around them, as they may be names of columns; none if the
   *     table is empty
   */
  public List<String> first() {
    return names;
  }

  /**
   * Says that the first row is no line of names: {@link #next} returns it, too.
   *
   * @throws IllegalStateException if a row was returned already
   */
  public void unreadFirst() {
    if (line > firstLine) {
      throw new IllegalStateException("the row behind the first one was read already");
    }
    ahead.addFirst(new Row(first, firstLine, 0));
  }

  /**
   * The next rows, which {@link #next} goes on to return.
   *
   * @param count most rows that are looked at
   * @return as many, or all that are left
   * @throws IllegalArgumentException if one is broken; the message names file and line
   * @throws IOException if reading fails
   */
  public List<List<String>> peek(int count) throws IOException {
    while (ahead.size() < count) {
      List<String> row = read();
      if (row == null) {
        break;
      }
      ahead.addLast(new Row(row, feed.firstLine(), feed.takeLost()));
    }
    return ahead.stream().map(Row::fields).limit(count).toList();
  }

  /**
   * The next row behind the first.
   *
   * @return its fields, all empty where the line is, or null at the end
   * @throws IllegalArgumentException if it has fewer fields than the first row, or more, or a quote
   *     does not close; the message names file and line
   * @throws IOException if reading fails
   */
  public List<String> next() throws IOException {
    Row peeked = ahead.pollFirst();
    List<String> row = peeked == null ? read() : peeked.fields();
    line = peeked == null ? feed.firstLine() : peeked.line();
    lost = peeked == null ? feed.takeLost() : peeked.lost();
    return row;
  }

  /**
   * Lines that were dropped because they are not UTF-8, in front of the row read last or within it.
   *
   * @return their number; behind the last row those that end the table
   */
  public long lost() {
    return lost;
  }

  /** Says that rows may have fewer fields than the first one, or more. */
  public void takeAnyWidth() {
    anyWidth = true;
  }

  private List<String> read() throws IOException {
    List<String> row = parse();
    if (row == null || anyWidth || row.size() == first.size()) {
      return row;
    }
    if (row.size() == 1 && row.get(0).isBlank()) {
      return first.stream().map(name -> "").toList();
    }
    boolean spare = row.stream().skip(first.size()).allMatch(String::isEmpty);
    if (row.size() > first.size() && spare) {
      return row.subList(0, first.size());
    }
    throw feed.error(
        String.format(
            Locale.ROOT,
            "%d fields, expected %d as in line %d %s%s",
            row.size(),
            first.size(),
            firstLine,
            Excerpt.of(first.toString()),
            quotes == null ? "" : quotes.advice()));
  }

  private List<String> parse() throws IOException {
    feed.beginRecord();
    List<String> row = fields();
    return row == null || quotes == null ? row : quotes.read(row);
  }

  private List<String> fields() throws IOException {
    CSVRecord record;
    try {
      if (!records.hasNext()) {
        return null;
      }
      record = records.next();
    } catch (UncheckedIOException | IllegalStateException e) {
      throw broken(e);
    }
    List<String> row = new ArrayList<>(record.size());
    record.forEach(row::add);
    return row;
  }

  /** What Commons CSV says is about lines and offsets of its own. */
  private IllegalArgumentException broken(RuntimeException e) {
    boolean open = e.getMessage().contains("EOF");
    return feed.error(
        open
            ? OPEN_QUOTE
            : "a quoted field goes on behind its closing quote; a quote within it is written twice,"
                + " as in \"a \"\" b\"");
  }

  /**
   * The line on which the row read last begins.
   *
   * @return 1 for the first line
   */
  public long line() {
    return line;
  }

  /**
   * What stands between columns.
   *
   * @return a name for people: {@code commas}, {@code semicolons}, {@code tabs} or the like
   */
  public String separator() {
    return separator.name();
  }

  /**
   * Whether a row is an empty line, or separators only.
   *
   * @param row a row
   * @return true if all its fields are blank
   */
  public static boolean isBlank(List<String> row) {
    return row.stream().allMatch(String::isBlank);
  }

  /**
   * The place of the row read last.
   *
   * @return file and line
   */
  public String place() {
    return source + ":" + line;
  }

  /**
   * An error in the row read last.
   *
   * @param message what is wrong
   * @return the error, with file and line
   */
  public IllegalArgumentException error(String message) {
    return new IllegalArgumentException(place() + ": " + message);
  }

  /**
   * An error in the first row.
   *
   * @param message what is wrong
   * @return the error, with file and line
   */
  public IllegalArgumentException errorInFirst(String message) {
    return new IllegalArgumentException(source + ":" + firstLine + ": " + message);
  }
}
