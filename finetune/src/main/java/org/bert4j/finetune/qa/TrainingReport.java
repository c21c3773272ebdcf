package org.bert4j.finetune.qa;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.finetune.qa.features.TrainingWindows;

/** What became of files to train on, a line each. */
final class TrainingReport {
  private TrainingReport() {}

  static List<String> of(TrainingWindows.Outcome outcome) {
    List<String> lines = new ArrayList<>();
    outcome.files().forEach((file, summary) -> lines.addAll(summary.report(file.toString())));
    lines.add(
        String.format(
            Locale.ROOT,
            "train: %,d questions about %,d contexts in %,d windows",
            outcome.summary().questions().total(),
            outcome.summary().paragraphs(),
            outcome.windows().size()));
    if (outcome.summary().answers().located() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d answers without answer_start are taken where their text stands first",
              outcome.summary().answers().located()));
    }
    if (outcome.summary().answers().misplaced() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d answers do not stand at their answer_start; %,d questions have no other and are left out",
              outcome.summary().answers().misplaced(),
              outcome.summary().answers().total(),
              outcome.misplaced()));
    }
    if (outcome.unanswered() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d questions without an answer are left out; to train on them: --version-2-with-negative",
              outcome.unanswered()));
    }
    if (outcome.vanished() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d questions are left out whose answer has no word pieces",
              outcome.vanished()));
    }
    return lines;
  }
}
