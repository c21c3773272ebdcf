package org.bert4j.finetune.ner.data;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.bert4j.common.io.LineReader;

/** Comma-separated values, a word a line, sentences told apart by a column. */
final class CsvTagParser implements SentenceParser {
  private static final Set<String> SENTENCE_NAMES =
      Set.of("sentence", "sentence #", "sentence_id", "sentence id", "sentence_idx", "sent_id");
  private static final Set<String> WORD_NAMES = Set.of("word", "words", "token", "tokens", "text");
  private static final Set<String> TAG_NAMES =
      Set.of("tag", "tags", "label", "labels", "ner", "ner_tag", "ner_tags");

  private final NerColumns columns;
  private final boolean tagged;
  private int sentenceColumn;
  private int wordColumn;
  private int tagColumn;

  CsvTagParser(NerColumns columns, boolean tagged) {
    this.columns = columns;
    this.tagged = tagged;
  }

  @Override
  public void parse(LineReader reader, Consumer<RawSentence> sentences) throws IOException {
    CsvRows rows = new CsvRows(reader);
    List<String> header = rows.next();
    if (header == null) {
      return;
    }
    sentenceColumn = find(columns.sentence(), SENTENCE_NAMES, header, "sentence", rows);
    wordColumn = find(columns.word(), WORD_NAMES, header, "word", rows);
    tagColumn = tagged ? find(columns.tag(), TAG_NAMES, header, "tag", rows) : -1;
    SentenceBuilder sentence = new SentenceBuilder(reader.source(), sentences);
    String current = "";
    for (List<String> row = rows.next(); row != null; row = rows.next()) {
      if (row.size() != header.size()) {
        throw rows.error(
            String.format(
                Locale.ROOT,
                "%d fields, expected %d as in the header %s",
                row.size(),
                header.size(),
                header));
      }
      String cell = row.get(sentenceColumn);
      if (!cell.isEmpty() && !cell.equals(current)) {
        sentence.end();
        current = cell;
      }
      sentence.add(row.get(wordColumn), tagged ? row.get(tagColumn) : null, rows.line());
    }
    sentence.end();
  }

  private static int find(
      String name, Set<String> usual, List<String> header, String what, CsvRows rows) {
    for (int i = 0; i < header.size(); i++) {
      String column = header.get(i);
      if (name != null ? column.equals(name) : usual.contains(column.toLowerCase(Locale.ROOT))) {
        return i;
      }
    }
    throw rows.error(
        String.format(
            Locale.ROOT,
            "no %s among the columns %s; name it with --%s-column",
            name != null ? "\"" + name + "\"" : what + " column",
            header,
            what));
  }
}
