package org.bert4j.tokenizer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns raw text into the words that BERT's normalizer and pre-tokenizer make of it. Both are in
 * the native library, which tells only ids: here every character is a token, so that the ids spell
 * the words.
 */
final class WordSpeller implements AutoCloseable {

  private final Vocabulary characters;
  private final NativeTokenizer tokenizer;

  private WordSpeller(Vocabulary characters, BertNormalization normalization) {
    this.characters = characters;
    this.tokenizer =
        new NativeTokenizer(
            TokenizerJson.build(characters, normalization).recognizingNoSpecialTokens(),
            "characters");
  }

  /** A speller of texts that contain no other characters than these. */
  static WordSpeller of(Collection<String> texts, BertNormalization normalization) {
    Set<Integer> characters = new TreeSet<>();
    texts.forEach(text -> text.codePoints().forEach(characters::add));
    Set<Integer> normalized = new TreeSet<>();
    for (int character : characters) {
      addNormalized(Character.toString(character), normalized);
    }
    List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL_TOKENS);
    for (int character : normalized) {
      tokens.add(Character.toString(character));
      tokens.add(Vocabulary.CONTINUATION + Character.toString(character));
    }
    return new WordSpeller(new Vocabulary(tokens, "characters"), normalization);
  }

  /**
   * The normalized words of a text, in order. Words of more than {@link
   * WordPieceTraining#MAX_CHARS_PER_WORD} characters are left out.
   */
  List<String> words(String text) {
    Pieces pieces = tokenizer.pieces(text);
    int unknown = characters.specialId(Vocabulary.UNKNOWN);
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < pieces.length(); i++) {
      String token = characters.token(pieces.ids()[i]);
      boolean first = i == 0 || pieces.wordIds()[i] != pieces.wordIds()[i - 1];
      word.append(first ? token : token.substring(Vocabulary.CONTINUATION.length()));
      boolean last = i + 1 == pieces.length() || pieces.wordIds()[i] != pieces.wordIds()[i + 1];
      if (last) {
        if (pieces.ids()[i] != unknown) {
          words.add(word.toString());
        }
        word.setLength(0);
      }
    }
    return words;
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /** Whatever lower case and decomposition, in any order, make of a character. */
  private static void addNormalized(String character, Set<Integer> normalized) {
    String decomposed = Normalizer.normalize(character, Normalizer.Form.NFD);
    String lower = character.toLowerCase(Locale.ROOT);
    for (String form :
        List.of(
            character,
            decomposed,
            lower,
            decomposed.toLowerCase(Locale.ROOT),
            Normalizer.normalize(lower, Normalizer.Form.NFD))) {
      form.codePoints().forEach(normalized::add);
    }
  }
}
