package org.bert4j.finetune.qa.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.FileFailure;

/**
 * Writes {@code predictions.json} (the chosen answers), {@code nbest_predictions.json} and, where
 * questions may have no answer, {@code null_odds.json}, as HuggingFace's and Google's scripts do.
 * The files get their names when all predictions are written.
 */
public final class PredictionFiles implements AutoCloseable {
  private static final String PREDICTIONS = "predictions.json";
  private static final String N_BEST = "nbest_predictions.json";
  private static final String NULL_ODDS = "null_odds.json";

  private final Path directory;
  private final List<StreamedJsonFile> files = new ArrayList<>();

  /**
   * Begins the files under temporary names.
   *
   * @param directory where to write; created if missing
   * @param version2WithNegative whether questions may have no answer
   * @throws IOException if a file cannot be written
   */
  public PredictionFiles(Path directory, boolean version2WithNegative) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    try {
      files.add(new StreamedJsonFile(directory.resolve(PREDICTIONS)));
      files.add(new StreamedJsonFile(directory.resolve(N_BEST)));
      if (version2WithNegative) {
        files.add(new StreamedJsonFile(directory.resolve(NULL_ODDS)));
      }
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Writes the answer to one question.
   *
   * @param id the question's id
   * @param prediction the answer
   * @throws IOException if writing fails
   */
  public void write(String id, QuestionPrediction prediction) throws IOException {
    try {
      writeTo(files, id, prediction);
    } catch (IOException e) {
      throw FileFailure.of(directory, e);
    }
  }

  private static void writeTo(
      List<StreamedJsonFile> files, String id, QuestionPrediction prediction) throws IOException {
    files.get(0).generator().writeStringField(id, prediction.text());
    JsonGenerator nBest = files.get(1).generator();
    nBest.writeArrayFieldStart(id);
    for (Candidate candidate : prediction.nBest()) {
      write(nBest, candidate);
    }
    nBest.writeEndArray();
    if (files.size() > 2) {
      files.get(2).generator().writeNumberField(id, prediction.nullOdds());
    }
  }

  private static void write(JsonGenerator file, Candidate candidate) throws IOException {
    file.writeStartObject();
    file.writeStringField("text", candidate.text());
    file.writeNumberField("probability", candidate.probability());
    file.writeNumberField("start_logit", candidate.startLogit());
    file.writeNumberField("end_logit", candidate.endLogit());
    file.writeEndObject();
  }

  /**
   * Completes the files and gives them their names.
   *
   * @throws IOException if writing fails
   */
  public void finish() throws IOException {
    try {
      for (StreamedJsonFile file : files) {
        file.finish();
      }
    } catch (IOException e) {
      throw FileFailure.of(directory, e);
    }
  }

  /** Removes what was not finished. */
  @Override
  public void close() throws IOException {
    for (StreamedJsonFile file : files) {
      file.close();
    }
  }
}
