package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bert4j.common.Golden;
import org.bert4j.common.io.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
  @TempDir Path directory;

  @Test
  void readsTheReferences() throws IOException {
    Labels labels = Labels.read(Golden.path("tiny/ner/config.json"));
    assertEquals(List.of("O", "B-PER", "I-PER", "B-LOC", "I-LOC"), labels.names());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 13, 207})
  void readsWhatItWrote(int count) throws IOException {
    Labels labels = new Labels(IntStream.range(0, count).mapToObj(i -> "B-Ä " + i).toList());
    BertConfig config = BertConfig.preset("tiny", 30);
    ObjectNode json = config.toJson("BertForTokenClassification");
    labels.putInto(json);
    Path file = directory.resolve("config.json");
    JsonFile.write(file, json);
    assertEquals(labels, Labels.read(file));
    assertEquals(config, BertConfig.read(file));
    assertEquals(
        "BertForTokenClassification", JsonFile.read(file).at("/architectures/0").textValue());
    assertEquals(count - 1, JsonFile.read(file).at("/label2id/B-Ä " + (count - 1)).intValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'id2label': {'1': 'B', '0': 'A'} | A,B",
        "'id2label': {'0': 'A'}, 'label2id': {'LABEL_0': 0, 'LABEL_1': 1} | A",
        "'id2label': null, 'label2id': {'B': 1, 'A': 0} | A,B",
        "'num_labels': 3 | LABEL_0,LABEL_1,LABEL_2",
        "'num_labels': null | LABEL_0,LABEL_1",
      })
  void readsEveryUsualForm(String properties, String names) throws IOException {
    assertEquals(List.of(names.split(",")), Labels.read(file(properties)).names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'id2label': {'0': 'A', '2': 'B'} | id2label has the id '2', expected each of 0 to 1 once",
        "'id2label': {'0': 'A', '00': 'B'} | id2label has the id '00', expected each of 0 to 1 once",
        "'id2label': {'-1': 'A'} | id2label has the id '-1', expected each of 0 to 0 once",
        "'label2id': {'A': 0, 'B': 0} | label2id has the id '0', expected each of 0 to 1 once",
        "'label2id': {'A': 0.5} | label2id has the id '0.5', expected each of 0 to 0 once",
        "'id2label': {'0': 'A', '1': 'A'} | label 1 is 'A', as is label 0; expected different names",
        "'id2label': {'0': ' '} | label 0 is blank, expected a name",
        "'id2label': {'0': 7} | id2label has 7 for 0, expected a name",
        "'id2label': {} | no labels, expected at least one",
        "'id2label': ['A'] | id2label is no object, expected names and ids",
        "'num_labels': 0 | num_labels is 0, expected 1 to 1000000",
        "'num_labels': 99999999999 | num_labels is 99999999999, expected 1 to 1000000",
        "'num_labels': 'two' | num_labels is \"two\", expected 1 to 1000000"
      })
  void refusesWhatIsNoNumberingOfNames(String properties, String message) throws IOException {
    Path file = file(properties);
    String found =
        assertThrows(IllegalArgumentException.class, () -> Labels.read(file)).getMessage();
    assertEquals(file + ": " + message, found);
  }

  private Path file(String properties) throws IOException {
    return Files.writeString(
        directory.resolve("config.json"), "{" + properties.replace('\'', '"') + "}");
  }
}
