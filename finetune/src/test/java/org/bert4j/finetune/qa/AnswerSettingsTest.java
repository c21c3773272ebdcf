package org.bert4j.finetune.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bert4j.common.io.JsonFile;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.features.WindowConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerSettingsTest {
  @TempDir Path checkpoint;

  @Test
  void settingsAreReadAsWritten() throws IOException {
    assertEquals(AnswerSettings.DEFAULT, AnswerSettings.read(checkpoint));
    AnswerSettings settings =
        new AnswerSettings(new WindowConfig(50, 20, 10), new DecodingConfig(3, 4, true, -1.25));
    JsonFile.write(checkpoint.resolve(AnswerSettings.FILE), settings.toJson());
    assertTrue(
        Files.readString(checkpoint.resolve(AnswerSettings.FILE))
            .contains("\"null_score_diff_threshold\": -1.25"));
    assertEquals(settings, AnswerSettings.read(checkpoint));
    assertEquals(-2, settings.withThreshold(-2).decoding().nullScoreDiffThreshold());
  }

  @Test
  void brokenSettingsAreRefused() throws IOException {
    String fine = AnswerSettings.DEFAULT.toJson().toString();
    refused(fine.replace("\"doc_stride\":128", "\"doc_stride\":0"), "doc_stride is 0");
    refused(fine.replace("doc_stride", "stride"), "not the settings");
    refused("{\"windows\": null}", "windows");
    refused("{}", "windows");
    refused("{", "broken JSON");
  }

  private void refused(String json, String word) throws IOException {
    Path file = Files.writeString(checkpoint.resolve(AnswerSettings.FILE), json);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> AnswerSettings.read(checkpoint));
    assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    assertTrue(error.getMessage().contains(word), error.getMessage());
  }
}
