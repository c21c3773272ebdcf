package org.bert4j.finetune.ner.data;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tags that are numbers of names: {@code LABEL_1}, as HuggingFace calls what nobody named, and
 * plain numbers where a file has no other tags. A file of nothing but zeros has misread O, unless
 * names are given.
 */
final class NumberedTags {
  /** What stands before a number that is no tag by itself. */
  static final String PREFIX = "LABEL_";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
  private static final Pattern LABEL = Pattern.compile(PREFIX + "(-?\\d{1,6})");

  private final List<String> names;
  private final boolean plain;

  /**
   * Looks at all tags of a file.
   *
   * @param tags its different tags
   * @param names the names, from 0 on; none if nobody gave them
   */
  NumberedTags(Collection<String> tags, List<String> names) {
    this.names = names;
    plain =
        tags.stream().allMatch(tag -> NUMBER.matcher(tag).matches())
            && (!names.isEmpty() || tags.stream().anyMatch(tag -> !tag.equals("0")));
  }

  /**
   * The name of a tag.
   *
   * @param tag a tag of the file
   * @param place where it stands, for error messages
   * @return the tag itself if it is no number
   * @throws IllegalArgumentException if there is no such name
   */
  String name(String tag, String place) {
    if (!plain && !LABEL.matcher(tag).matches()) {
      return tag;
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          place
              + ": the tags are numbers; name them in their order from 0 with --label-names, such as"
              + " O,B-PER,I-PER");
    }
    int number = Integer.parseInt(tag.replace(PREFIX, ""));
    if (number < 0 || number >= names.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: tag %d, expected a number from 0 to %d, as --label-names has %d names",
              place,
              number,
              names.size() - 1,
              names.size()));
    }
    return names.get(number);
  }
}
