package org.bert4j.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The tokens of a WordPiece vocabulary; a token's id is its position in the list. Immutable. */
public final class Vocabulary {

  static final String PAD = "[PAD]";
  static final String UNKNOWN = "[UNK]";
  static final String CLS = "[CLS]";
  static final String SEP = "[SEP]";
  static final String MASK = "[MASK]";

  /** The special tokens in the order of HuggingFace's trainer, which makes [PAD] id 0. */
  public static final List<String> SPECIAL_TOKENS = List.of(PAD, UNKNOWN, CLS, SEP, MASK);

  /** What a piece that continues a word starts with. */
  public static final String CONTINUATION = "##";

  /** Words of more characters are [UNK] whole, as HuggingFace has it; Google allows 200. */
  public static final int MAX_CHARS_PER_WORD = 100;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final List<String> tokens;
  private final Map<String, Integer> ids;

  /**
   * @param tokens the tokens in id order
   * @param source the file or field that named them, for error messages
   * @throws IllegalArgumentException if a token is empty or repeated or a special token is missing
   */
  Vocabulary(List<String> tokens, String source) {
    this.tokens = List.copyOf(tokens);
    this.ids = new HashMap<>(2 * tokens.size());
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      if (token.isEmpty()) {
        throw new IllegalArgumentException(
            source + ": token " + id + " (line " + (id + 1) + ") is empty, expected one a line");
      }
      Integer first = ids.putIfAbsent(token, id);
      if (first != null) {
        throw new IllegalArgumentException(
            source
                + ": token "
                + JsonPlace.shown(token)
                + " has id "
                + first
                + " and id "
                + id
                + " (lines "
                + (first + 1)
                + " and "
                + (id + 1)
                + "), expected every token once");
      }
    }
    for (String special : SPECIAL_TOKENS) {
      if (!ids.containsKey(special)) {
        throw new IllegalArgumentException(
            source
                + ": no token "
                + special
                + " among "
                + tokens.size()
                + ", expected the special tokens "
                + String.join(" ", SPECIAL_TOKENS));
      }
    }
  }

  /**
   * Reads a {@code vocab.txt}: a token a line, its id the line's. As HuggingFace has it, blanks
   * that end a line do not count, and of equal lines the last has the token; a blank line and an
   * earlier one of equal lines keep their ids, which no text becomes. Blank lines at the end are no
   * tokens.
   *
   * @param text the whole file
   * @param file its name, for messages
   * @param notes receives a line about blank and repeated lines, if there are any
   * @throws IllegalArgumentException if it is not a vocabulary
   */
  static Vocabulary read(String text, String file, Consumer<String> notes) {
    String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    String[] lines = withoutBlankEnd(content).split("\n", -1);
    Map<String, Integer> last = new HashMap<>(2 * lines.length);
    for (int id = 0; id < lines.length; id++) {
      lines[id] = withoutBlankEnd(lines[id]);
      last.put(lines[id], id);
    }
    last.remove("");
    List<String> tokens = new ArrayList<>(lines.length);
    List<Integer> left = new ArrayList<>();
    for (int id = 0; id < lines.length; id++) {
      boolean isToken = last.getOrDefault(lines[id], -1) == id;
      if (!isToken) {
        left.add(id + 1);
      }
      // Blanks and brackets end words: no text has such a piece.
      tokens.add(isToken ? lines[id] : "[line " + (id + 1) + "]");
    }
    Vocabulary vocabulary = new Vocabulary(tokens, file);
    if (!left.isEmpty()) {
      int line = left.get(0);
      notes.accept(
          String.format(
              Locale.ROOT,
              "%s: no tokens, because blank or repeated later on, on %,d of %,d lines: line %d, %s;"
                  + " their ids stay unused, as in HuggingFace's tokenizers",
              file,
              left.size(),
              lines.length,
              line,
              JsonPlace.shown(lines[line - 1]) + (left.size() > 1 ? ", ..." : "")));
    }
    return vocabulary;
  }

  /** Only ASCII's blanks: bert-base-chinese has a line separator for a token. */
  private static String withoutBlankEnd(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  int size() {
    return tokens.size();
  }

  List<String> tokens() {
    return tokens;
  }

  String token(int id) {
    if (id < 0 || id >= tokens.size()) {
      throw new IllegalArgumentException(
          "token id " + id + ": expected 0 to " + (tokens.size() - 1) + ", the vocabulary's ids");
    }
    return tokens.get(id);
  }

  OptionalInt id(String token) {
    Integer id = ids.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** The id of a special token, which every vocabulary has. */
  int specialId(String special) {
    return ids.get(special);
  }

  boolean isContinuation(int id) {
    return token(id).startsWith(CONTINUATION);
  }
}
