package org.bert4j.finetune.ner.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bert4j.common.io.Excerpt;
import org.bert4j.finetune.records.TableReader;

/**
 * Which columns of a table hold what, counted from 0: by the names asked for, else by the usual
 * ones and by what stands in the first rows.
 *
 * @param document column whose values number their sentences anew, −1 if there is none
 * @param sentence column that tells where a sentence begins, −1 if blank rows do
 * @param word column of the words, or of the texts
 * @param tag column of the tags, −1 if they are not read
 * @param texts whether a row holds a text, not a word
 * @param names whether the first row holds the names of the columns
 */
record TableColumns(int document, int sentence, int word, int tag, boolean texts, boolean names) {
  /** Rows that are looked at. */
  private static final int SAMPLE = 100;

  private static final int CHINESE_TEXT = 8;

  private static final List<String> DOCUMENT_NAMES =
      List.of(
          "doc_id",
          "docid",
          "doc id",
          "document_id",
          "documentid",
          "document id",
          "document #",
          "document",
          "doc",
          "doc_idx",
          "doc_name",
          "article_id",
          "article",
          "file_id",
          "file",
          "filename",
          "file_name");
  static final List<String> SENTENCE_NAMES =
      List.of("sentence #", "sentence_id", "sentence id", "sentence_idx", "sent_id", "sentence");
  static final List<String> WORD_NAMES =
      List.of("word", "words", "token", "tokens", "form", "text");
  static final List<String> TAG_NAMES =
      List.of(
          "tag",
          "tags",
          "label",
          "labels",
          "ner",
          "ner_tag",
          "ner_tags",
          "ner_label",
          "entities",
          "spans",
          "annotations");
  static final List<String> TEXT_NAMES =
      List.of("text", "sentence", "sentences", "content", "review", "document", "comment", "body");

  private static final Pattern TAG = Pattern.compile("O|[BIEMSLUW][-_].+");
  private static final Pattern NUMBER = Pattern.compile("-?[1-9]\\d{0,2}");

  /**
   * Decides.
   *
   * @throws IllegalArgumentException if it is not certain; the message names the columns and the
   *     option that decides
   */
  static TableColumns choose(TableReader table, NerColumns asked, boolean tagged)
      throws IOException {
    return new Choice(table, table.peek(SAMPLE), asked).columns(tagged);
  }

  /** What the columns hold, for people. */
  String form(TableReader table) {
    String what = (texts ? "texts in " : "words in ") + name(word, table);
    String tags = tag < 0 ? "" : " and " + name(tag, table);
    String boundary =
        sentence < 0
            ? ", blank rows between sentences"
            : ", sentences by "
                + (document < 0 ? "" : name(document, table) + " and ")
                + name(sentence, table);
    return what + tags + (texts ? "" : boundary);
  }

  /** Whether a cell is a usual name of a column. */
  static boolean isName(String cell) {
    String name = cell.toLowerCase(Locale.ROOT);
    return WORD_NAMES.contains(name)
        || TAG_NAMES.contains(name)
        || TEXT_NAMES.contains(name)
        || SENTENCE_NAMES.contains(name);
  }

  private String name(int column, TableReader table) {
    return names ? "\"" + Excerpt.of(table.first().get(column)) + "\"" : "column " + (column + 1);
  }

  private record Choice(TableReader table, List<List<String>> rows, NerColumns asked) {
    TableColumns columns(boolean tagged) {
      boolean names = table.first().stream().anyMatch(TableColumns::isName) || !endsInTag();
      if (!names) {
        table.unreadFirst();
      }
      int tag = tagged ? tag(names) : -1;
      List<Integer> texts = where(column -> holds(column, Choice::isText));
      int sentence = sentence(texts);
      boolean annotated = tagged && rows.stream().anyMatch(row -> isList(row.get(tag)));
      int word = annotated ? annotated(texts) : word(texts, tagged, sentence, names);
      if (tagged && !annotated && texts.contains(word)) {
        refuseClasses(word, tag);
      }
      boolean hasTexts = annotated || !tagged && isTextColumn(word, texts, sentence, names);
      int document =
          hasTexts || sentence < 0
              ? -1
              : usual(DOCUMENT_NAMES).stream()
                  .filter(column -> column != sentence && column != word)
                  .findFirst()
                  .orElse(-1);
      return new TableColumns(document, hasTexts ? -1 : sentence, word, tag, hasTexts, names);
    }

    /** A text with one label. Where the first rows have none, spans may follow. */
    private void refuseClasses(int text, int label) {
      Optional<String> first =
          rows.stream().map(row -> row.get(label)).filter(cell -> !cell.isBlank()).findFirst();
      if (first.isPresent()) {
        throw table.errorInFirst(
            String.format(
                Locale.ROOT,
                "the texts in \"%s\" have a label each, such as \"%s\", expected a tag for each word; %s",
                Excerpt.of(table.first().get(text)),
                Excerpt.of(first.get()),
                SentenceParser.CLASSES_OF_TEXTS));
      }
    }

    /** Whether a row of a table without tags holds a text: by its cells, or its name alone. */
    private boolean isTextColumn(int word, List<Integer> texts, int sentence, boolean names) {
      boolean usual = names && TEXT_NAMES.contains(name(word));
      if (texts.contains(word) && names && !usual && name(word).matches("\\S+\\s+\\S+\\s+\\S.*")) {
        throw table.errorInFirst(
            "\""
                + Excerpt.of(table.first().get(word))
                + "\" is a text, expected the name of its column; write such a line, or read a text"
                + " a line with --input-format text");
      }
      boolean divided = sentence >= 0 || rows.stream().anyMatch(TableReader::isBlank);
      return texts.contains(word) || holds(word, Choice::isList) || usual && !divided;
    }

    /** The tags of several words, or spans in JSON. */
    private static boolean isList(String cell) {
      String[] tags = cell.strip().split("\\s*,\\s*|\\s+");
      boolean several =
          tags.length > 1 && Arrays.stream(tags).allMatch(TAG.asMatchPredicate()::test);
      return several || cell.strip().matches("(?s)[\\[{].*[\\]}]");
    }

    /** The texts that have such lists. */
    private int annotated(List<Integer> texts) {
      List<Integer> usual = usual(WORD_NAMES);
      usual.addAll(usual(TEXT_NAMES));
      List<Integer> candidates = usual.isEmpty() ? texts : usual;
      if (asked.word() == null && candidates.isEmpty()) {
        throw error("no column of texts", "word");
      }
      return asked.word() != null ? named(asked.word(), "word") : unique(candidates.get(0));
    }

    private boolean endsInTag() {
      List<String> first = table.first();
      return first.size() > 1 && TAG.matcher(first.get(first.size() - 1)).matches();
    }

    private String name(int column) {
      return table.first().get(column).toLowerCase(Locale.ROOT);
    }

    private List<Integer> where(Predicate<Integer> condition) {
      return IntStream.range(0, table.first().size()).boxed().filter(condition).toList();
    }

    /** Whether most cells of a column that are not empty are of a kind. */
    private boolean holds(int column, Predicate<String> kind) {
      List<String> cells =
          rows.stream().map(row -> row.get(column)).filter(cell -> !cell.isBlank()).toList();
      return 2 * cells.stream().filter(kind).count() > cells.size();
    }

    /** Several words, or more Chinese characters than a word has. */
    private static boolean isText(String cell) {
      String text = cell.strip();
      boolean listed = text.startsWith("[") || text.startsWith("{");
      boolean chinese = text.codePoints().filter(Letters::isChinese).count() >= CHINESE_TEXT;
      boolean numbered =
          SENTENCE_NAMES.stream().anyMatch(text.toLowerCase(Locale.ROOT)::startsWith);
      boolean tags = text.lines().allMatch(line -> TAG.matcher(line.split("\\s", 2)[0]).matches());
      return !listed
          && !numbered
          && !tags
          && (chinese || text.chars().anyMatch(Character::isWhitespace));
    }

    /** The column of a name, or of a number counted from 1, or from the last. */
    private int named(String name, String option) {
      List<String> names = table.first();
      if (Collections.frequency(names, name) > 1) {
        throw error("two columns \"" + name + "\"", option);
      }
      if (names.contains(name)) {
        return names.indexOf(name);
      }
      int number = NUMBER.matcher(name).matches() ? Integer.parseInt(name) : 0;
      if (number == 0 || Math.abs(number) > names.size()) {
        throw error("no \"" + name + "\"", option);
      }
      return number > 0 ? number - 1 : names.size() + number;
    }

    private List<Integer> usual(List<String> usual) {
      List<Integer> columns = new ArrayList<>();
      for (String name : usual) {
        columns.addAll(where(column -> name(column).equals(name)));
      }
      return columns;
    }

    private int tag(boolean names) {
      if (asked.tag() != null) {
        return named(asked.tag(), "tag");
      }
      if (!names) {
        return table.first().size() - 1;
      }
      List<Integer> columns = usual(TAG_NAMES);
      if (columns.isEmpty()) {
        boolean texts = !where(column -> holds(column, Choice::isText)).isEmpty();
        throw error("no tag column", "tag", texts ? "; " + SentenceParser.CLASSES_OF_TEXTS : "");
      }
      List<Integer> ofTags =
          columns.stream().filter(column -> holds(column, TAG.asMatchPredicate()::test)).toList();
      if (ofTags.size() > 1) {
        throw error("several columns of tags", "tag");
      }
      return Stream.concat(
              ofTags.stream(), columns.stream().filter(column -> holds(column, Choice::isList)))
          .findFirst()
          .orElse(columns.get(0));
    }

    private int sentence(List<Integer> texts) {
      if (asked.sentence() != null) {
        return named(asked.sentence(), "sentence");
      }
      return usual(SENTENCE_NAMES).stream()
          .filter(column -> !texts.contains(column))
          .findFirst()
          .orElse(-1);
    }

    private int word(List<Integer> texts, boolean tagged, int sentence, boolean names) {
      if (asked.word() != null) {
        return named(asked.word(), "word");
      }
      if (!names && table.first().size() == 2) {
        return 0;
      }
      List<Integer> words =
          usual(WORD_NAMES).stream()
              .filter(column -> !texts.contains(column) && !counts(column))
              .toList();
      boolean boundaries = sentence >= 0 || rows.stream().anyMatch(TableReader::isBlank);
      if (!words.isEmpty() && (tagged || boundaries || texts.isEmpty())) {
        return unique(words.get(0));
      }
      List<Integer> named = usual(TEXT_NAMES).stream().filter(texts::contains).toList();
      List<Integer> candidates = named.size() == 1 ? named : texts;
      if (candidates.isEmpty()) {
        throw error("no word column", "word");
      }
      if (candidates.size() > 1) {
        throw error(
            "several columns with texts " + candidates.stream().map(table.first()::get).toList(),
            "word");
      }
      return unique(candidates.get(0));
    }

    private int unique(int column) {
      return named(table.first().get(column), "word");
    }

    /** Whether a column holds numbers that count up, as those of words do. */
    private boolean counts(int column) {
      List<String> cells =
          rows.stream()
              .filter(row -> !TableReader.isBlank(row))
              .map(row -> row.get(column))
              .toList();
      long ups = 0;
      for (int i = 0; i < cells.size(); i++) {
        if (!cells.get(i).matches("\\d{1,9}")) {
          return false;
        }
        boolean up =
            i > 0 && Integer.parseInt(cells.get(i)) == Integer.parseInt(cells.get(i - 1)) + 1;
        ups += up ? 1 : 0;
      }
      return ups > 0 && 2 * ups >= cells.size();
    }

    private IllegalArgumentException error(String what, String option) {
      return error(what, option, "");
    }

    private IllegalArgumentException error(String what, String option, String advice) {
      return table.errorInFirst(
          String.format(
              Locale.ROOT,
              "%s among the columns %s; name it with --%s-column%s",
              what,
              Excerpt.of(table.first().toString()),
              option,
              advice));
    }
  }
}
