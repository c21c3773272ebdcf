package org.bert4j.finetune.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertForQuestionAnswering;
import org.bert4j.finetune.FineTunedModel;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.data.SquadReader;
import org.bert4j.finetune.qa.decode.Candidate;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.decode.QuestionPrediction;
import org.bert4j.finetune.qa.features.ContextTokens;
import org.bert4j.finetune.qa.features.Window;
import org.bert4j.finetune.qa.features.WindowConfig;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every question of every file at hand gets an answer that stands where it is said to stand. */
class EveryQuestionTest {
  private static final int CHUNK = 64;
  private static final int THREADS = 2;
  private static final AnswerSettings SETTINGS =
      new AnswerSettings(WindowConfig.DEFAULT, new DecodingConfig(20, 30, true, 0));

  /** Blanks, controls and what is left of accents. */
  private static final Pattern REMOVED = Pattern.compile("[\\s\\p{Z}\\p{Mn}\\p{C}]*");

  @Test
  void noQuestionIsLostAndNoOffsetIsWrong(@TempDir Path directory) throws IOException {
    for (Path file : SharedData.questionFiles()) {
      String vocabulary =
          file.toString().contains("-zh") ? "bert-base-chinese" : "bert-base-uncased";
      Path small = directory.resolve(file.getFileName().toString());
      try (BertTokenizer tokenizer =
          BertTokenizer.load(SharedData.require("data/vocab/" + vocabulary))) {
        Path checkpoint = SmallModel.write(small, tokenizer, 384, SETTINGS);
        try (FineTunedModel model =
            FineTunedModel.load(
                CheckpointDirectory.open(checkpoint),
                new SharedModel.Compute(DataType.FP32, THREADS),
                BertForQuestionAnswering::new,
                "qa train")) {
          check(
              file,
              new AnswerPredictor(tokenizer, model, SETTINGS.windows(), SETTINGS.decoding()),
              tokenizer);
        }
      }
    }
  }

  private static void check(Path file, AnswerPredictor predictor, BertTokenizer tokenizer)
      throws IOException {
    Set<String> ids = new HashSet<>();
    List<Paragraph> chunk = new ArrayList<>();
    long questions =
        SquadReader.read(
                file,
                paragraph -> {
                  checkTrainingAnswers(paragraph, tokenizer);
                  chunk.add(paragraph);
                  if (chunk.size() == CHUNK) {
                    check(chunk, predictor, ids);
                    chunk.clear();
                  }
                })
            .questions()
            .total();
    check(chunk, predictor, ids);
    assertEquals(questions, ids.size(), file.toString());
  }

  private static void check(
      List<Paragraph> paragraphs, AnswerPredictor predictor, Set<String> ids) {
    List<QuestionPrediction> predictions = predictor.predict(paragraphs);
    int next = 0;
    for (Paragraph paragraph : paragraphs) {
      for (Question question : paragraph.questions()) {
        QuestionPrediction prediction = predictions.get(next++);
        assertTrue(prediction.best().isSpan(), question.id());
        assertTrue(ids.add(question.id()), question.id());
        for (Candidate candidate : prediction.nBest()) {
          if (candidate.isSpan()) {
            String surface = paragraph.context().substring(candidate.start(), candidate.end());
            assertEquals(surface, candidate.text(), question.id());
            assertTrue(!surface.isBlank(), question.id());
          }
        }
      }
    }
    assertEquals(predictions.size(), next);
  }

  /** What is trained on covers the answer but for characters that tokenization removes. */
  private static void checkTrainingAnswers(Paragraph paragraph, BertTokenizer tokenizer) {
    ContextTokens tokens = ContextTokens.of(paragraph.context(), tokenizer);
    for (Question question : paragraph.questions()) {
      question
          .trainingAnswer()
          .ifPresent(
              answer -> {
                Window pieces = tokens.pieces(answer).orElseThrow();
                int start = tokens.starts()[pieces.start()];
                int end = tokens.ends()[pieces.end() - 1];
                assertTrue(start < answer.end() && end > answer.start(), question.id());
                String left = paragraph.context().substring(Math.min(start, answer.start()), start);
                String right = paragraph.context().substring(end, Math.max(end, answer.end()));
                assertTrue(REMOVED.matcher(left + right).matches(), question.id());
              });
    }
  }
}
