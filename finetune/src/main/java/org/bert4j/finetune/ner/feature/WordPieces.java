package org.bert4j.finetune.ner.feature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * The word pieces of a sentence, word by word. A word that is nothing to the tokenizer (control
 * characters, a lone space) is one [UNK], so that the model sees it and predicts its label.
 *
 * @param words the ids of every word's pieces, at least one each; {@code [W][]}
 */
public record WordPieces(List<int[]> words) {
  /**
   * Encodes many sentences. Special tokens in them are ordinary characters.
   *
   * @param tokenizer the model's tokenizer
   * @param sentences the words of every sentence
   * @return the pieces of every sentence
   */
  public static List<WordPieces> of(BertTokenizer tokenizer, List<List<String>> sentences) {
    // Most words come back: each is tokenized once.
    Map<String, int[]> known = new HashMap<>();
    sentences.forEach(sentence -> sentence.forEach(word -> known.put(word, null)));
    List<String> distinct = List.copyOf(known.keySet());
    List<int[]> encoded = tokenizer.encodeAll(distinct);
    int[] unknown = {tokenizer.unknownId()};
    for (int i = 0; i < distinct.size(); i++) {
      int[] ids = encoded.get(i);
      known.put(distinct.get(i), ids.length == 0 ? unknown : ids);
    }
    List<WordPieces> result = new ArrayList<>(sentences.size());
    for (List<String> sentence : sentences) {
      result.add(new WordPieces(sentence.stream().map(known::get).toList()));
    }
    return result;
  }
}
