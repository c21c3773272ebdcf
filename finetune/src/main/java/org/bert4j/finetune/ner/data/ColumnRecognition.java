package org.bert4j.finetune.ner.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bert4j.common.io.Excerpt;
import org.bert4j.finetune.ner.tag.TagNotation;

/**
 * Finds the columns of words and tags by what they hold. The first and the last, unless another is
 * certain: numbers that count up are no words, and what is no tag is no column of tags where one
 * other column is.
 */
final class ColumnRecognition {
  private static final int LINES = 2000;

  /** Phrases of CoNLL-2000 and CoNLL-2003: written like entities, but none. */
  private static final Set<String> CHUNKS =
      Set.of(
          "np", "vp", "pp", "advp", "sbar", "adjp", "prt", "conjp", "intj", "lst", "ucp", "nc",
          "pc", "vc");

  private static final Set<String> WORD_NAMES =
      Set.of("word", "words", "token", "tokens", "form", "text");
  private static final Set<String> TAG_NAMES =
      Set.of("tag", "tags", "label", "labels", "ner", "ner_tag", "ner_tags", "ne", "entity");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final NerReaderOptions options;
  private final boolean tagged;
  private final ColumnSplitter splitter;

  /** Cells of the words' lines, by sentence. */
  private final List<List<List<String>>> sentences = new ArrayList<>();

  private final List<String> notes = new ArrayList<>();
  private final int count;
  private final List<String> header;

  private ColumnRecognition(List<String> sample, NerReaderOptions options, boolean tagged) {
    this.options = options;
    this.tagged = tagged;
    List<String> lines =
        sample.stream()
            .map(ColumnSplitter::clean)
            .dropWhile(line -> !isOfWord(line))
            .limit(LINES)
            .toList();
    List<String> words = lines.stream().filter(ColumnRecognition::isOfWord).toList();
    boolean hashes = words.stream().allMatch(line -> line.startsWith("#"));
    List<String> rows = words.stream().filter(line -> hashes || !line.startsWith("#")).toList();
    splitter = splitter(rows);
    List<String> first = splitter.split(rows.get(0));
    count = first.size();
    header = isHeader(first) ? first : List.of();
    split(lines, hashes);
    if (count == 1 && options.separator() == null) {
      requireOneColumn(rows);
    }
  }

  /**
   * Recognises the columns.
   *
   * @param sample the first lines of a file, among them one of a word
   * @param options what is known
   * @param tagged whether tags are read
   * @throws IllegalArgumentException if there is no such column or it could be several; the message
   *     names neither file nor line
   */
  static ConllColumns of(List<String> sample, NerReaderOptions options, boolean tagged) {
    return new ColumnRecognition(sample, options, tagged).columns();
  }

  /** Whether a line of a file whose columns are not known yet may be one of a word. */
  static boolean isOfWord(String line) {
    return !isBorder(line) && !ColumnSplitter.strip(line).isEmpty();
  }

  /** Whether a line stands between sentences. */
  static boolean isBorder(String line) {
    return ColumnSplitter.isBlank(line)
        || line.startsWith("-DOCSTART-")
        || line.startsWith("#begin document")
        || line.startsWith("#end document");
  }

  /** Whether a line names the columns. */
  static boolean isHeader(List<String> cells) {
    return indexOf(cells, WORD_NAMES) >= 0 && indexOf(cells, TAG_NAMES) >= 0;
  }

  private static int indexOf(List<String> header, Set<String> names) {
    return IntStream.range(0, header.size())
        .filter(i -> names.contains(ColumnSplitter.strip(header.get(i)).toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(-1);
  }

  /** Tabs or spaces; both where every line has both and they come to the same number of columns. */
  private ColumnSplitter splitter(List<String> rows) {
    ColumnSplitter usual = ColumnSplitter.of(options.separator(), rows.get(0));
    if (options.separator() != null || usual != ColumnSplitter.TABS) {
      return usual;
    }
    Set<Integer> tabs = new HashSet<>();
    Set<Integer> both = new HashSet<>();
    for (String row : rows) {
      tabs.add(usual.split(row).size());
      both.add(ColumnSplitter.WHITESPACE.split(row).size());
    }
    boolean mixed = tabs.size() == 1 && both.size() == 1 && !both.equals(tabs) && !tabs.contains(1);
    if (mixed && rows.size() < 3) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "\"%s\" is %d columns separated by tabs or %d separated by spaces and tabs; choose"
                  + " with --separator tab or --separator whitespace",
              Excerpt.of(rows.get(0)),
              tabs.iterator().next(),
              both.iterator().next()));
    }
    if (mixed) {
      notes.add("columns separated by spaces and tabs");
    }
    return mixed ? ColumnSplitter.WHITESPACE : usual;
  }

  /** Refuses words with tags behind another separator. */
  private static void requireOneColumn(List<String> rows) {
    for (String separator : List.of(",", ";", "|")) {
      Set<String> tags =
          rows.stream()
              .map(row -> row.substring(row.lastIndexOf(separator) + 1))
              .collect(Collectors.toSet());
      if (rows.stream().allMatch(row -> row.indexOf(separator) > 0) && TagCells.areTags(tags)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "\"%s\": columns seem to be separated by \"%s\"; say so with --separator \"%s\"",
                Excerpt.of(rows.get(0)),
                separator,
                separator));
      }
    }
  }

  private void split(List<String> lines, boolean hashes) {
    List<List<String>> sentence = new ArrayList<>();
    for (String line : lines) {
      if (isBorder(line)) {
        if (!sentence.isEmpty()) {
          sentences.add(sentence);
          sentence = new ArrayList<>();
        }
      } else if (hashes || !line.startsWith("#")) {
        List<String> cells = splitter.split(line);
        boolean stray = cells.size() == 1 && options.separator() == null;
        cells = stray ? ColumnSplitter.WHITESPACE.split(line) : cells;
        if (!isHeader(cells) && line.indexOf('\uFFFD') < 0) {
          sentence.add(cells.stream().map(ColumnSplitter::strip).toList());
        }
      }
    }
    if (!sentence.isEmpty()) {
      sentences.add(sentence);
    }
  }

  private ConllColumns columns() {
    if (isConll2012() && options.columns().word() == null && options.columns().tag() == null) {
      int names = ConllColumns.CONLL_2012_NAMES;
      return new ConllColumns(
          splitter,
          options.separator() != null,
          count,
          2,
          3,
          names,
          TagCells.Kind.BRACKETS,
          Set.of(),
          List.of("columns of CoNLL-2012"));
    }
    int ids = ids();
    TagCells.Kind kind = TagCells.Kind.TAG;
    int tag = number(tagged ? options.columns().tag() : null, "tag");
    if (tag < 0 && header.isEmpty()) {
      tag = tagColumn(ids);
      kind = kind(tag);
    } else if (tag < 0) {
      tag = indexOf(header, TAG_NAMES);
      notes.add("the first line names the columns");
    } else {
      kind = kind(tag);
    }
    int word = number(options.columns().word(), "word");
    if (word < 0) {
      int next = ids + 1 == tag && tag < count - 1 ? behindPlaces(tag + 1) : ids + 1;
      word = header.isEmpty() ? next : indexOf(header, WORD_NAMES);
    }
    if (word != 0 && options.columns().word() == null) {
      notes.add("words in column " + (word + 1));
    }
    if (tagged && tag != count - 1 && options.columns().tag() == null) {
      notes.add("tags in column " + (tag + 1));
    }
    return new ConllColumns(
        splitter, options.separator() != null, count, ids, word, tag, kind, cells(tag), notes);
  }

  /** The next column that does not hold numbers only, as those of a word's place in its text. */
  private int behindPlaces(int column) {
    return IntStream.range(column, count)
        .filter(next -> !cells(next).stream().allMatch(cell -> NUMBER.matcher(cell).matches()))
        .findFirst()
        .orElse(column);
  }

  /** The column asked for, or −1. */
  private int number(String column, String what) {
    if (column == null) {
      return -1;
    }
    if (!column.matches("-?[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s column \"%s\": expected a number for columns without names: 1 is the first, -1"
                  + " the last",
              what,
              column));
    }
    int number = Integer.parseInt(column);
    int index = number > 0 ? number - 1 : count + number;
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d columns separated by %s, expected a %s column %d",
              count,
              splitter.name(),
              what,
              number));
    }
    return index;
  }

  private Set<String> cells(int column) {
    return sentences.stream()
        .flatMap(List::stream)
        .filter(row -> row.size() == count)
        .map(row -> row.get(column))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The last of the first columns that counts up, or −1. */
  private int ids() {
    int ids = -1;
    for (int column = 0; column < Math.min(3, count - 1); column++) {
      ids = countsUp(column) || numbersSentences(column) ? column : ids;
    }
    return ids == count - 2 && isTags(count - 1) ? -1 : ids;
  }

  private boolean countsUp(int column) {
    int numbers = 0;
    int before = -1;
    for (List<List<String>> sentence : sentences) {
      boolean first = true;
      for (List<String> row : sentence) {
        String cell = row.size() > column ? row.get(column) : "";
        if (ConllParser.isPartOfWord(cell)) {
          continue;
        }
        int number = NUMBER.matcher(cell).matches() ? Integer.parseInt(cell) : -1;
        boolean restarts = first && (number == 0 || number == 1);
        if (number < 0 || !restarts && number != before + 1) {
          return false;
        }
        before = number;
        first = false;
        numbers++;
      }
    }
    return numbers > 1;
  }

  /** Whether a column has one number for all words of a sentence, and the next for the next. */
  private boolean numbersSentences(int column) {
    boolean several = false;
    int before = -1;
    for (List<List<String>> sentence : sentences) {
      Set<String> cells =
          sentence.stream()
              .map(row -> row.size() > column ? row.get(column) : "")
              .collect(Collectors.toSet());
      String cell = cells.iterator().next();
      if (cells.size() > 1 || !NUMBER.matcher(cell).matches()) {
        return false;
      }
      int number = Integer.parseInt(cell);
      if (before >= 0 && number != before + 1) {
        return false;
      }
      before = number;
      several |= sentence.size() > 1;
    }
    return several;
  }

  private boolean isTags(int column) {
    return TagCells.areTags(cells(column)) || TagCells.areOutside(cells(column));
  }

  private boolean isConll2012() {
    return count > ConllColumns.CONLL_2012_NAMES
        && countsUp2012()
        && sentences.stream()
            .flatMap(List::stream)
            .filter(row -> row.size() > ConllColumns.CONLL_2012_NAMES)
            .allMatch(row -> TagCells.isBracket(row.get(ConllColumns.CONLL_2012_NAMES)));
  }

  private boolean countsUp2012() {
    return countsUp(2) && sentences.get(0).get(0).get(2).equals("0");
  }

  private TagCells.Kind kind(int column) {
    Set<String> cells = cells(column);
    return TagCells.areFeatures(cells)
        ? TagCells.Kind.FEATURE
        : TagCells.areBrackets(cells) ? TagCells.Kind.BRACKETS : TagCells.Kind.TAG;
  }

  private int tagColumn(int ids) {
    int last = count - 1;
    List<Integer> tags =
        columns(
            column ->
                TagCells.areTags(cells(column))
                    && (column == last || !CHUNKS.containsAll(types(column))));
    if (tags.size() > 1 || tags.size() == 1 && isOutsideBehind(tags.get(0))) {
      return oneOf(tags, ids);
    }
    if (tags.size() == 1) {
      return tags.get(0);
    }
    if (TagNotation.of(cells(last)).isPresent() && !TagCells.areOutside(cells(last))
        || kind(last) == TagCells.Kind.FEATURE) {
      return last;
    }
    List<Integer> brackets = columns(column -> kind(column) == TagCells.Kind.BRACKETS);
    if (tagged && brackets.size() > 1) {
      throw several(brackets);
    }
    List<Integer> outside = columns(column -> TagCells.areOutside(cells(column)));
    List<Integer> others = brackets.isEmpty() ? outside : brackets;
    boolean nested = others.equals(List.of(last - 1, last)) && ids == last - 3;
    return others.size() == 1 || nested ? others.get(0) : last;
  }

  /** Whether a column of tags is followed by one of nothing but O, the last. */
  private boolean isOutsideBehind(int column) {
    return column < count - 1 && TagCells.areOutside(cells(count - 1));
  }

  /** Chooses among several columns of tags. */
  private int oneOf(List<Integer> tags, int ids) {
    int last = count - 1;
    // Number, word, tag, tag of an entity within: GermEval's columns.
    if (ids >= 0 && ids == last - 3 && tags.get(0) == last - 1) {
      if (tagged) {
        notes.add(
            String.format(
                Locale.ROOT,
                "nested entities of column %d left out (--tag-column %d reads those)",
                count,
                count));
      }
      return last - 1;
    }
    Set<String> types = tags.contains(last) ? types(last) : Set.of();
    List<Integer> alike =
        tags.stream()
            .filter(column -> column == last || types.isEmpty() || !disjoint(types(column), types))
            .toList();
    if (!tagged || alike.equals(List.of(last))) {
      if (tagged && !tags.equals(alike)) {
        notes.add(
            String.format(
                Locale.ROOT,
                "tags of column %d (--tag-column %d has others)",
                last + 1,
                tags.get(0) + 1));
      }
      return last;
    }
    List<Integer> candidates = new ArrayList<>(alike);
    if (!alike.contains(last) && TagCells.areOutside(cells(last))) {
      candidates.add(last);
    }
    throw several(candidates);
  }

  private static IllegalArgumentException several(List<Integer> columns) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "tags stand in each of the columns %s; name one with --tag-column",
            columns.stream().map(column -> column + 1).toList()));
  }

  private List<Integer> columns(IntPredicate which) {
    return IntStream.range(0, count).filter(which).boxed().toList();
  }

  private static boolean disjoint(Set<String> a, Set<String> b) {
    return a.stream().noneMatch(b::contains);
  }

  private Set<String> types(int column) {
    return cells(column).stream()
        .map(TagCells::type)
        .filter(type -> !type.isEmpty())
        .collect(Collectors.toSet());
  }
}
