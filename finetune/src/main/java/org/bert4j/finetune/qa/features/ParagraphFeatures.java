package org.bert4j.finetune.qa.features;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * A paragraph, tokenized once for all its questions.
 *
 * @param paragraph the paragraph
 * @param questions an element for each of its questions, in order
 */
public record ParagraphFeatures(Paragraph paragraph, List<QuestionFeatures> questions) {

  /**
   * Tokenizes some paragraphs on all cores.
   *
   * @param paragraphs the paragraphs
   * @param tokenizer the tokenizer
   * @param config lengths
   * @return an element for each paragraph, in order
   * @throws IllegalArgumentException if nothing of a context fits beside a question; the message
   *     names the question
   */
  public static List<ParagraphFeatures> of(
      List<Paragraph> paragraphs, BertTokenizer tokenizer, WindowConfig config) {
    return paragraphs.parallelStream().map(paragraph -> of(paragraph, tokenizer, config)).toList();
  }

  private static ParagraphFeatures of(
      Paragraph paragraph, BertTokenizer tokenizer, WindowConfig config) {
    ContextTokens context = ContextTokens.of(paragraph.context(), tokenizer);
    List<Question> questions = paragraph.questions();
    List<int[]> queries = tokenizer.encodeAll(questions.stream().map(Question::text).toList());
    List<QuestionFeatures> features = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      try {
        features.add(QuestionFeatures.of(queries.get(i), context, config));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "question " + questions.get(i).id() + ": " + e.getMessage(), e);
      }
    }
    return new ParagraphFeatures(paragraph, features);
  }
}
