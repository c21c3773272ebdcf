package org.bert4j.finetune.ner.data;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bert4j.finetune.ner.tag.TagNotation;

/** How the cells of a column hold tags. Those of a sentence are read in order. */
final class TagCells {
  /** What a column holds. */
  enum Kind {
    /** A tag. */
    TAG,
    /** Where spans begin and end: {@code (PER*}, {@code *}, {@code *)}, {@code (PER)}. */
    BRACKETS,
    /** Features, one of which is a tag: {@code SpaceAfter=No|name=B-PER}. */
    FEATURE
  }

  private static final Pattern BRACKETS = Pattern.compile("(?:\\(([^()*\\s]+))?(\\*?)(\\)?)|[*_-]");

  private static final Pattern FEATURE =
      Pattern.compile(
          "(?:^|[|])(?:name|ner|ne|entity|nertag|ner_tag)=([^|]*)", Pattern.CASE_INSENSITIVE);

  private static final Pattern TAG = Pattern.compile("[BIEMSLUWbiemsluw][-_].+|[Oo0]");

  private static final Pattern NAMED = Pattern.compile("\\p{L}.*[-_]\\p{L}|.[-_]\\p{L}.*");

  private final Kind kind;

  /** Type of the span that is open, or null. */
  private String open;

  TagCells(Kind kind) {
    this.kind = kind;
  }

  /** Forgets the sentence before. */
  void begin() {
    open = null;
  }

  /** The tag of the next word, in whatever notation the file has. */
  String tag(String cell) {
    return switch (kind) {
      case TAG -> ColumnSplitter.strip(cell);
      case FEATURE -> feature(cell).orElse("O");
      case BRACKETS -> bracketed(ColumnSplitter.strip(cell));
    };
  }

  private String bracketed(String cell) {
    Matcher brackets = BRACKETS.matcher(cell);
    if (!brackets.matches()) {
      return cell;
    }
    String type = brackets.group(1);
    String tag = type != null ? "B-" + type : open != null ? "I-" + open : "O";
    open = cell.endsWith(")") ? null : type != null ? type : open;
    return tag;
  }

  private static Optional<String> feature(String cell) {
    Matcher feature = FEATURE.matcher(cell);
    return feature.find() ? Optional.of(feature.group(1)) : Optional.empty();
  }

  /** Whether all cells of a column are tags with letters, and not all of them O. */
  static boolean areTags(Collection<String> cells) {
    Optional<TagNotation> notation = TagNotation.of(cells);
    boolean letters =
        notation.equals(Optional.of(TagNotation.PREFIX))
            ? cells.stream().allMatch(cell -> TAG.matcher(cell).matches())
            : notation.equals(Optional.of(TagNotation.SUFFIX));
    return letters && !areOutside(cells);
  }

  /**
   * Whether all cells are tags of names, too: a type begins with a letter, that of I-95 does not.
   */
  static boolean areTagsOfNames(Collection<String> cells) {
    return areFeatures(cells)
        || areBrackets(cells)
        || areTags(cells)
            && cells.stream()
                .filter(cell -> cell.length() > 2)
                .allMatch(cell -> NAMED.matcher(cell).matches());
  }

  /** Whether all cells are O. */
  static boolean areOutside(Collection<String> cells) {
    return cells.stream().allMatch(cell -> cell.equalsIgnoreCase("O") || cell.equals("0"));
  }

  /** Whether cells hold a tag among features. */
  static boolean areFeatures(Collection<String> cells) {
    return cells.stream().flatMap(cell -> feature(cell).stream()).anyMatch(TagCells::isTag);
  }

  /** Whether all cells are brackets and stars, and some of them mark a span. */
  static boolean areBrackets(Collection<String> cells) {
    return cells.stream().allMatch(TagCells::isBracket)
        && cells.stream().anyMatch(cell -> cell.indexOf('*') >= 0)
        && cells.stream().anyMatch(cell -> cell.startsWith("(") && cell.length() > 2);
  }

  /** Whether a cell marks where a span begins, goes on or ends. */
  static boolean isBracket(String cell) {
    return !cell.isEmpty() && BRACKETS.matcher(cell).matches();
  }

  /** The type that a tag with a letter names, in lower case. */
  static String type(String tag) {
    return tag.length() < 3 ? "" : tag.substring(2).toLowerCase(Locale.ROOT);
  }

  /** Whether a cell is a tag for certain. */
  static boolean isTag(String cell) {
    return TAG.matcher(ColumnSplitter.strip(cell)).matches();
  }
}
