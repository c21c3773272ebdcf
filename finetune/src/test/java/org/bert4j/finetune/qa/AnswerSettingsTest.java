package org.bert4j.finetune.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  private static ObjectNode config(AnswerSettings settings) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    settings.putInto(config);
    return config;
  }

  @Test
  void settingsAreReadAsWritten() throws IOException {
    assertEquals(AnswerSettings.DEFAULT, AnswerSettings.read(checkpoint));
    AnswerSettings settings =
        new AnswerSettings(new WindowConfig(50, 20, 10), new DecodingConfig(3, 4, true, -1.25));
    JsonFile.write(checkpoint.resolve("config.json"), config(settings));
    assertTrue(
        Files.readString(checkpoint.resolve("config.json"))
            .contains("\"null_score_diff_threshold\": -1.25"));
    assertEquals(settings, AnswerSettings.read(checkpoint));
    assertEquals(-2, settings.withThreshold(-2).decoding().nullScoreDiffThreshold());
    Files.writeString(checkpoint.resolve("config.json"), "{}");
    assertEquals(AnswerSettings.DEFAULT, AnswerSettings.read(checkpoint));
  }

  @Test
  void brokenSettingsAreRefused() throws IOException {
    String fine = config(AnswerSettings.DEFAULT).toString();
    refused(fine.replace("\"doc_stride\":128", "\"doc_stride\":0"), "doc_stride is 0");
    refused(fine.replace("doc_stride", "stride"), "question_answering");
    refused(fine.replaceAll("\"windows\":\\{[^}]*}", "\"windows\":null"), "windows");
    refused("{", "broken JSON");
  }

  private void refused(String json, String word) throws IOException {
    Path file = Files.writeString(checkpoint.resolve("config.json"), json);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> AnswerSettings.read(checkpoint));
    assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    assertTrue(error.getMessage().contains(word), error.getMessage());
  }
}
