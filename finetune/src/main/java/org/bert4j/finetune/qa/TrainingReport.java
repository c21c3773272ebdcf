package org.bert4j.finetune.qa;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.finetune.qa.features.TrainingWindows;

/** What became of files to train on, a line each. */
final class TrainingReport {
  private TrainingReport() {}

  static List<String> of(TrainingWindows.Outcome outcome) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "train: %,d questions about %,d contexts in %,d windows"
            .formatted(
                outcome.summary().questions(),
                outcome.summary().paragraphs(),
                outcome.windows().size()));
    if (outcome.summary().located() > 0) {
      lines.add(
          "%,d answers without answer_start are taken where their text stands first"
              .formatted(outcome.summary().located()));
    }
    if (outcome.summary().misplaced() > 0) {
      lines.add(
          "%,d of %,d answers do not stand at their answer_start; %,d questions have no other and are left out"
              .formatted(
                  outcome.summary().misplaced(), outcome.summary().answers(), outcome.misplaced()));
    }
    if (outcome.unanswered() > 0) {
      lines.add(
          "%,d questions without an answer are left out; to train on them: --version-2-with-negative"
              .formatted(outcome.unanswered()));
    }
    if (outcome.vanished() > 0) {
      lines.add(
          "%,d questions are left out whose answer has no word pieces"
              .formatted(outcome.vanished()));
    }
    return lines;
  }
}
