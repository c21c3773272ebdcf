package org.bert4j.pretrain.corpus;

import java.util.List;

/** The one wording for a text column that is not there. */
final class MissingColumn {
  private MissingColumn() {}

  static String message(String textColumn, List<String> names) {
    return "no \"" + textColumn + "\" among " + names + "; name the text with --text-column";
  }
}
