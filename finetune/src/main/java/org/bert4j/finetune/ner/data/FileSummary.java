package org.bert4j.finetune.ner.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bert4j.finetune.ner.tag.TagScheme;

/**
 * What was found in a file.
 *
 * @param source the file
 * @param format its form
 * @param form the form as people are told it: fields or columns, and the scheme of the tags
 * @param scheme the scheme of its tags
 * @param sentences its sentences
 * @param words its words
 * @param entities its entities
 * @param repairedTags places where tags break the rules of the scheme; they are read as the CoNLL
 *     evaluation script and seqeval read them
 * @param droppedLines lines left out because they are not UTF-8
 * @param notes what was chosen or left out besides
 */
public record FileSummary(
    String source,
    NerFormat format,
    String form,
    TagScheme scheme,
    int sentences,
    int words,
    int entities,
    int repairedTags,
    long droppedLines,
    List<String> notes) {
  /** One line for people. */
  @Override
  public String toString() {
    String repaired =
        repairedTags == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d broken tags repaired", repairedTags);
    return String.format(
        Locale.ROOT,
        "%s: %s: %,d sentences, %,d words, %,d entities%s%s",
        source,
        form,
        sentences,
        words,
        entities,
        repaired,
        listed(allNotes()));
  }

  /** The file, and why nothing of it may be left. */
  String sourceWithNotes() {
    return source + listed(allNotes());
  }

  private List<String> allNotes() {
    List<String> all =
        new ArrayList<>(droppedLines == 0 ? List.of() : List.of(dropped(droppedLines)));
    all.addAll(notes);
    return all;
  }

  /** The same with more notes, in front of the others. */
  FileSummary with(List<String> more) {
    List<String> all = new ArrayList<>(more);
    all.addAll(notes);
    return new FileSummary(
        source, format, form, scheme, sentences, words, entities, repairedTags, droppedLines, all);
  }

  /** A phrase for lines that are left out. */
  static String dropped(long lines) {
    return String.format(Locale.ROOT, "%,d lines left out that are not UTF-8", lines);
  }

  /** Phrases behind others. */
  static String listed(List<String> notes) {
    return notes.stream().map(note -> ", " + note).collect(Collectors.joining());
  }
}
