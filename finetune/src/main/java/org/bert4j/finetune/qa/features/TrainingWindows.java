package org.bert4j.finetune.qa.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.qa.data.GoldAnswer;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.data.SquadReader;
import org.bert4j.finetune.qa.data.SquadSummary;
import org.bert4j.tokenizer.BertTokenizer;

/** Turns files into windows to train on, and counts what is left out. */
public final class TrainingWindows {
  private static final int CHUNK_PARAGRAPHS = 256;

  private final BertTokenizer tokenizer;
  private final WindowConfig config;
  private final boolean version2WithNegative;
  private final List<TrainingWindow> windows = new ArrayList<>();
  private final List<Paragraph> chunk = new ArrayList<>();
  private final Map<Path, SquadSummary> summaries = new LinkedHashMap<>();
  private long unanswered;
  private long misplaced;
  private long vanished;

  private TrainingWindows(
      BertTokenizer tokenizer, WindowConfig config, boolean version2WithNegative) {
    this.tokenizer = tokenizer;
    this.config = config;
    this.version2WithNegative = version2WithNegative;
  }

  /**
   * What files became.
   *
   * @param windows the windows, in the order of files, paragraphs and questions
   * @param files what each file held
   * @param unanswered questions left out because they have no answer and {@code
   *     version_2_with_negative} is not set
   * @param misplaced questions left out because none of their answers stands where the file says
   * @param vanished questions left out because tokenization leaves nothing of their answer
   */
  public record Outcome(
      List<TrainingWindow> windows,
      Map<Path, SquadSummary> files,
      long unanswered,
      long misplaced,
      long vanished) {

    /**
     * What the files held.
     *
     * @return all of them together
     */
    public SquadSummary summary() {
      return files.values().stream().reduce(SquadSummary::plus).orElseThrow();
    }
  }

  /**
   * Reads files.
   *
   * @param files questions and answers in SQuAD's form
   * @param offsets what {@code answer_start} counts
   * @param tokenizer the tokenizer
   * @param config lengths
   * @param version2WithNegative whether to train on questions without an answer
   * @return the windows
   * @throws IllegalArgumentException if a file is broken, nothing of a context fits beside a
   *     question, or there is nothing to train on; the message names the file
   * @throws IOException if reading fails
   */
  public static Outcome read(
      List<Path> files,
      OffsetUnit offsets,
      BertTokenizer tokenizer,
      WindowConfig config,
      boolean version2WithNegative)
      throws IOException {
    TrainingWindows reader = new TrainingWindows(tokenizer, config, version2WithNegative);
    for (Path file : files) {
      reader.read(file, offsets);
    }
    Outcome outcome =
        new Outcome(
            List.copyOf(reader.windows),
            reader.summaries,
            reader.unanswered,
            reader.misplaced,
            reader.vanished);
    SquadSummary summary = outcome.summary();
    if (summary.questions().total() == 0) {
      throw new IllegalArgumentException(files.get(0) + ": no questions, expected at least one");
    }
    if (reader.windows.isEmpty() || !summary.isLabelled()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: nothing to train on: of %d questions, %d have no answer, of %d none is known, %d have one that does not stand at its answer_start and %d one without word pieces; expected answers",
              files.get(0),
              summary.questions().total(),
              summary.questions().unanswered(),
              summary.questions().unknown(),
              reader.misplaced,
              reader.vanished));
    }
    return outcome;
  }

  private void read(Path file, OffsetUnit offsets) throws IOException {
    SquadSummary read =
        SquadReader.read(
            file,
            offsets,
            paragraph -> {
              chunk.add(paragraph);
              if (chunk.size() == CHUNK_PARAGRAPHS) {
                flush(file);
              }
            });
    flush(file);
    summaries.merge(file, read, SquadSummary::plus);
  }

  private void flush(Path file) {
    List<ParagraphFeatures> features;
    try {
      features = ParagraphFeatures.of(chunk, tokenizer, config);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
    for (ParagraphFeatures paragraph : features) {
      for (int i = 0; i < paragraph.questions().size(); i++) {
        add(paragraph.paragraph().questions().get(i), paragraph.questions().get(i));
      }
    }
    chunk.clear();
  }

  private void add(Question question, QuestionFeatures features) {
    if (!question.isLabelled()) {
      return;
    }
    if (!question.isAnswerable()) {
      if (version2WithNegative) {
        addWindows(features, null);
      } else {
        unanswered++;
      }
      return;
    }
    Optional<GoldAnswer> answer = question.trainingAnswer();
    Optional<Window> pieces = answer.flatMap(features.context()::pieces);
    if (pieces.isPresent()) {
      addWindows(features, pieces.get());
    } else if (answer.isPresent()) {
      vanished++;
    } else {
      misplaced++;
    }
  }

  private void addWindows(QuestionFeatures features, Window answer) {
    for (Window window : features.windows()) {
      int[] positions = features.answerPositions(window, answer);
      windows.add(new TrainingWindow(features, window, positions[0], positions[1]));
    }
  }
}
