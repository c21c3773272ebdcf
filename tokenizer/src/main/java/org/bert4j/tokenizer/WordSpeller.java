package org.bert4j.tokenizer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Turns raw text into the words that BERT's normalizer and pre-tokenizer make of it. Both are in
 * the native library, which tells only ids: here every character is a token, so that the ids spell
 * the words.
 */
public final class WordSpeller implements AutoCloseable {

  private final Vocabulary characters;
  private final NativeTokenizer tokenizer;

  private WordSpeller(Vocabulary characters, BertNormalization normalization) {
    this.characters = characters;
    this.tokenizer = TokenizerJson.build(characters, normalization).recognizingNoSpecialTokens();
  }

  /**
   * A speller of texts that contain no other characters than some.
   *
   * @param characters the code points
   * @param normalization what happens to a text before it is split into words
   * @return the speller, to be closed by the caller
   */
  public static WordSpeller of(BitSet characters, BertNormalization normalization) {
    Set<Integer> normalized = new TreeSet<>();
    characters.stream()
        .forEach(character -> addNormalized(Character.toString(character), normalized));
    List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL_TOKENS);
    for (int character : normalized) {
      tokens.add(Character.toString(character));
      tokens.add(Vocabulary.CONTINUATION + Character.toString(character));
    }
    return new WordSpeller(new Vocabulary(tokens, "characters"), normalization);
  }

  /**
   * Passes on the normalized words of a text, in order. Words of more than {@link
   * Vocabulary#MAX_CHARS_PER_WORD} characters are left out.
   *
   * @param text the text
   * @param words hears every word
   */
  public void forEachWord(String text, Consumer<String> words) {
    int[][] idsAndWordIds = tokenizer.idsAndWordIds(text);
    int[] ids = idsAndWordIds[0];
    int[] wordIds = idsAndWordIds[1];
    int unknown = characters.specialId(Vocabulary.UNKNOWN);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < ids.length; i++) {
      String token = characters.token(ids[i]);
      boolean first = i == 0 || wordIds[i] != wordIds[i - 1];
      word.append(token, first ? 0 : Vocabulary.CONTINUATION.length(), token.length());
      boolean last = i + 1 == ids.length || wordIds[i] != wordIds[i + 1];
      if (last) {
        if (ids[i] != unknown) {
          words.accept(word.toString());
        }
        word.setLength(0);
      }
    }
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
