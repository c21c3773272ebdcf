package org.bert4j.tokenizer;

import java.util.Set;

/** Makes readable text of tokens. */
final class TokenJoiner {

  /** Tokens that frame a sequence and stand for nothing in it. */
  private static final Set<String> FRAME = Set.of(Vocabulary.PAD, Vocabulary.CLS, Vocabulary.SEP);

  private static final String NO_BLANK_BEFORE = ".,!?;:)]}%'’”。，！？；：、）》」』";
  private static final String NO_BLANK_AFTER = "([{'’“（《「『";

  private TokenJoiner() {}

  static String join(Vocabulary vocabulary, int[] ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      String token = vocabulary.token(id);
      if (FRAME.contains(token)) {
        continue;
      }
      if (vocabulary.isContinuation(id)) {
        text.append(token, Vocabulary.CONTINUATION.length(), token.length());
      } else {
        if (text.length() > 0 && needsBlank(text.codePointBefore(text.length()), token)) {
          text.append(' ');
        }
        text.append(token);
      }
    }
    return text.toString();
  }

  private static boolean needsBlank(int before, String token) {
    int after = token.codePointAt(0);
    return NO_BLANK_AFTER.indexOf(before) < 0
        && NO_BLANK_BEFORE.indexOf(after) < 0
        && !(Character.isIdeographic(before) || Character.isIdeographic(after));
  }
}
