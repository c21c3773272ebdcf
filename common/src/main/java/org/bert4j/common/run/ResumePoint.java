package org.bert4j.common.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.io.JsonFile;

/**
 * Where a run goes on.
 *
 * @param checkpoint its newest checkpoint that can be read
 * @param state where training stood then
 * @param <S> the state, a record
 */
public record ResumePoint<S>(CheckpointDirectory checkpoint, S state) {
  /**
   * Finds it. Newer checkpoints that are damaged, such as truncated ones, get another name.
   *
   * @param run the run
   * @param state record of the state that checkpoints were written with
   * @param report hears a line about each damaged checkpoint
   * @param <S> the state
   * @return where to go on, or nothing if the run has no checkpoint yet
   * @throws IllegalArgumentException if it has some, but none can be read
   * @throws IOException if reading or renaming fails
   */
  public static <S> Optional<ResumePoint<S>> find(
      RunDirectory run, Class<S> state, Consumer<String> report) throws IOException {
    List<String> problems = new ArrayList<>();
    List<CheckpointDirectory> checkpoints = run.checkpoints();
    for (CheckpointDirectory checkpoint : checkpoints) {
      try {
        ResumePoint<S> point = new ResumePoint<>(checkpoint, read(checkpoint, state));
        for (int i = 0; i < problems.size(); i++) {
          report.accept(
              String.format(
                  Locale.ROOT,
                  "damaged: %s; going on from %s. The damaged one is now %s and can be removed",
                  problems.get(i),
                  checkpoint.path(),
                  run.setAside(checkpoints.get(i))));
        }
        return Optional.of(point);
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s; the run has no other checkpoint that can be read: restore it, or remove it to begin the run anew",
              problems.get(0)));
    }
    return Optional.empty();
  }

  private static <S> S read(CheckpointDirectory checkpoint, Class<S> state) throws IOException {
    checkpoint.requireWhole();
    try {
      return JsonFile.toRecord(checkpoint.state(), state);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(checkpoint.path() + ": training/state.json is damaged", e);
    }
  }
}
