package org.bert4j.tokenizer;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Regular expressions that the native library, which backtracks, searches for in linear time. Any
 * other may take it longer than the age of the universe, and nothing can stop it.
 *
 * <p>Accepted are alternatives of plain sequences. An element is a character, a class or an escape,
 * once or repeated; there are no references and no groups but one around everything. After an
 * element of unlimited length come only elements that may be absent, so that nothing makes the
 * search go back over it; what comes before is tried in a limited number of ways. Besides, the
 * idioms of the byte-level tokenizers (GPT-2 and later) around such alternatives.
 */
final class LinearRegex {

  /** Steps of the search at one place in the text. */
  private static final int MAX_STEPS = 1_000;

  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|";

  /** The last alternative takes what the others have scanned. */
  private static final List<String> WHITE_SPACE =
      List.of("|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", "|\\s+(?!\\S)|\\s+");

  private static final String ESCAPE =
      "\\\\(?:[sSdDwWnrt]|u(?![dD][89a-fA-F])\\p{XDigit}{4}|[pP]\\{\\^?\\w{1,30}\\}|[ -/:-@\\[-`{-~])";

  /** An element and how often it stands there. */
  private static final Pattern ELEMENT =
      Pattern.compile(
          "(?:"
              + ESCAPE
              + "|\\[\\^?(?:"
              + ESCAPE
              + "|(?!&&)[^\\\\\\[\\]])++\\]|[^\\\\\\[\\](){}*+?|^$])"
              + "(?<times>[?*+]|\\{(?<least>\\d{1,3})(?<to>,(?<most>\\d{1,3})?)?\\})?",
          Pattern.DOTALL);

  private LinearRegex() {}

  /**
   * The length of the shortest match, in characters.
   *
   * @return 0 or more, -1 if the expression is not accepted
   */
  static int shortestMatch(String regex) {
    boolean isOneGroup = regex.matches("(?s)\\([^?()][^()]*\\)");
    String alternatives = isOneGroup ? regex.substring(1, regex.length() - 1) : regex;
    if (alternatives.startsWith(CONTRACTIONS)) {
      alternatives = alternatives.substring(CONTRACTIONS.length());
    }
    for (String idiom : WHITE_SPACE) {
      if (alternatives.endsWith(idiom)) {
        alternatives = alternatives.substring(0, alternatives.length() - idiom.length());
      }
    }
    return new Search(alternatives).shortestMatch();
  }

  /** Reads an expression from left to right. */
  private static final class Search {
    private final String regex;
    private final Matcher element;
    private int at;
    private long steps;

    Search(String regex) {
      this.regex = regex;
      this.element = ELEMENT.matcher(regex);
    }

    int shortestMatch() {
      int shortest = Integer.MAX_VALUE;
      do {
        int length = sequence();
        if (length < 0 || steps > MAX_STEPS) {
          return -1;
        }
        shortest = Math.min(shortest, length);
      } while (at++ < regex.length());
      return shortest;
    }

    /** Reads up to the next bar; the shortest match of the sequence, or -1. */
    private int sequence() {
      int shortest = 0;
      long length = 1;
      long ways = 1;
      boolean unlimited = false;
      while (at < regex.length() && regex.charAt(at) != '|') {
        if (!element.region(at, regex.length()).lookingAt()) {
          return -1;
        }
        at = element.end();
        int least = least();
        int most = most(least);
        if (most < least || unlimited && least > 0) {
          return -1;
        }
        unlimited |= most == Integer.MAX_VALUE;
        if (!unlimited) {
          length += most;
          ways *= most - least + 1L;
        }
        if (ways > MAX_STEPS) {
          return -1;
        }
        shortest += least;
      }
      steps += length * ways;
      return shortest;
    }

    private int least() {
      String times = element.group("times");
      if (times == null || times.equals("+")) {
        return 1;
      }
      return times.equals("?") || times.equals("*") ? 0 : Integer.parseInt(element.group("least"));
    }

    private int most(int least) {
      String times = element.group("times");
      if (times == null || times.equals("?")) {
        return 1;
      }
      if (times.equals("*") || times.equals("+")) {
        return Integer.MAX_VALUE;
      }
      if (element.group("to") == null) {
        return least;
      }
      String most = element.group("most");
      return most == null ? Integer.MAX_VALUE : Integer.parseInt(most);
    }
  }
}
