package org.bert4j.finetune.ner.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.TagNotation;

/**
 * The columns of a file, counted from 0.
 *
 * @param splitter what stands between them
 * @param onlySplitter whether nothing else may, because somebody said so
 * @param count how many there are
 * @param ids the column of the words' numbers, or −1
 * @param word the column of the words
 * @param tag the column of the tags
 * @param tags what that column holds
 * @param knownTags cells of that column that are known to be tags
 * @param notes what was chosen that a reader would not expect
 */
record ConllColumns(
    ColumnSplitter splitter,
    boolean onlySplitter,
    int count,
    int ids,
    int word,
    int tag,
    TagCells.Kind tags,
    Set<String> knownTags,
    List<String> notes) {
  /** CoNLL-2012 has a column for every predicate of the sentence behind that of the names. */
  static final int CONLL_2012_NAMES = 10;

  boolean isConll2012() {
    return tags == TagCells.Kind.BRACKETS && tag == CONLL_2012_NAMES;
  }

  /** Whether a line has nothing that can be seen where a word and others could be. */
  boolean isBlank(String line) {
    return count > 1 && ColumnSplitter.strip(line).isEmpty();
  }

  /** Whether a line has the columns of a word. */
  boolean fit(List<String> cells) {
    return isConll2012() ? cells.size() > CONLL_2012_NAMES : cells.size() == count;
  }

  /** Whether a line that may be something else is a word's: it has a tag in its place. */
  boolean isWord(List<String> cells) {
    if (!fit(cells) || count == 1) {
      return fit(cells);
    }
    String cell = ColumnSplitter.strip(cells.get(tag));
    Set<String> with = new HashSet<>(knownTags);
    with.add(cell);
    with.removeIf(EntityLabels::isNoTag);
    return TagCells.isTag(cell)
        || knownTags.contains(cell)
        || !cells.get(0).equals("#") && TagNotation.of(with).isPresent();
  }

  /** The cells of a line, also of one that has tabs in a file of spaces, or spaces for tabs. */
  List<String> split(String line) {
    return isStray(line) ? ColumnSplitter.WHITESPACE.split(line) : splitter.split(line);
  }

  /** Whether a line has other separators than the file, all of them. */
  boolean isStray(String line) {
    return !onlySplitter
        && count > 1
        && line.indexOf(splitter.separator()) < 0
        && ColumnSplitter.WHITESPACE.split(line).size() == count;
  }
}
