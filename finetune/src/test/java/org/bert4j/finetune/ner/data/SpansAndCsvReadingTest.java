package org.bert4j.finetune.ner.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansAndCsvReadingTest {
  @TempDir Path directory;

  private void isRefused(String name, String content, String... words) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> Reading.in(directory).read(name, content));
    assertEquals(1, error.getMessage().lines().count(), error.getMessage());
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage() + " should say " + word);
    }
    assertFalse(error.getMessage().contains("Source"), error.getMessage());
  }

  @Test
  void spansCountJavaCharacters() throws IOException {
    NerDataset data =
        Reading.in(directory)
            .read(
                "data.jsonl",
                """
                {"text": "😀 Angela Merkel, in Köln.", "entities": [{"start": 3, "end": 16, "type": "PER", "text": "Angela Merkel"}, {"start": 21, "end": 25, "label": "LOC"}]}

                {"text": "我在北京", "label": [[2, 4, "LOC"]]}
                """);
    TaggedSentence first = data.sentences().get(0);
    assertEquals(List.of("😀", "Angela", "Merkel", ",", "in", "Köln", "."), first.words());
    assertEquals(List.of("O", "B-PER", "I-PER", "O", "O", "B-LOC", "O"), Reading.tags(data, 0));
    assertEquals(new WordSpan(3, 16), first.text().span(1, 2));
    assertEquals(List.of("O", "O", "B-LOC", "I-LOC"), Reading.tags(data, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'text': 'a b', 'entities': [{'start': 0, 'end': 4, 'type': 'X'}]} | entities[0]: start 0 and end 4",
        "{'text': 'a b', 'spans': [{'start': 1, 'end': 1, 'type': 'X'}]} | spans[0]: start 1 and end 1",
        "{'text': 'a b', 'entities': [{'start': 1, 'end': 2, 'type': 'X'}]} | only space",
        "{'text': 'abc d', 'entities': [{'start': 1, 'end': 3, 'type': 'X'}]} | cuts the word \"abc\" (0 to 3)",
        "{'text': 'a b', 'entities': [{'start': 0, 'end': 1, 'type': 'X', 'text': 'b'}]} | not \"b\"",
        "{'text': 'a b', 'entities': [{'start': '0', 'end': 1, 'type': 'X'}]} | entities[0]: expected whole numbers",
        "{'text': 'a b'} | entities: expected an array",
        "{'texts': 'a b'} | text: expected",
        "{'text': 'a b', 'entities': [} | not JSON at column",
        "{'text': 'a b', 'entities': [ | expected close marker for Array",
        "{'text': 'a'} {'text': 'b'} | not JSON",
        "[1] | text: expected"
      })
  void brokenSpansNameLineAndPath(String line, String message) {
    String json = line.replace('\'', '"');
    isRefused(
        "data.jsonl",
        "{\"text\": \"a\", \"entities\": []}\n" + json + "\n",
        "data.jsonl:2",
        message);
  }

  @Test
  void theFirstRowOfASentenceNamesIt() throws IOException {
    NerDataset data =
        Reading.in(directory)
            .read(
                "data.csv",
                """
                Sentence #,Word,POS,Tag
                Sentence: 1,"He, said",PRP,O
                ,\"\"\"\",NN,O
                ,Paris,NNP,B-geo
                Sentence: 2,Hi,UH,O
                Sentence: 2,"two words",UH,O
                """);
    assertEquals(2, data.sentences().size());
    assertEquals(List.of("He, said", "\"", "Paris"), data.sentences().get(0).words());
    assertEquals(List.of("O", "O", "B-geo"), Reading.tags(data, 0));
    assertEquals(List.of("Hi", "two words"), data.sentences().get(1).words());
    assertTrue(data.sentences().get(1).source().of(1).endsWith("data.csv:6"));
  }

  @Test
  void columnsOfCsvAreNamed() throws IOException {
    NerReaderOptions options =
        new NerReaderOptions(
            NerFormat.AUTO,
            null,
            new NerColumns("id", "form", "gold"),
            false,
            WordSplitting.RUNS,
            InvalidUtf8.FAIL);
    NerDataset data =
        Reading.in(directory).with(options).read("data.csv", "gold,form,id\nB-X,a,1\nO,b,2\n");
    assertEquals(2, data.sentences().size());
    isRefused("data.csv", "id,word,tag\n1,a,O\n", "data.csv:1", "--sentence-column");
    isRefused("data.csv", "sentence,word,tag\n1,a,O\n1,b\n", "data.csv:3", "2 fields, expected 3");
    isRefused("data.csv", "sentence,word,tag\n1,\"a,O\n", "data.csv:2", "does not end");
    isRefused("data.csv", "sentence,word,tag\n1,a,\n", "data.csv:2", "\"\" is no tag");
    NerDataset inches =
        Reading.in(directory).read("data.csv", "sentence,word,tag\n1,5\",O\n1,6\",O\n");
    assertEquals(List.of("5\"", "6\""), inches.sentences().get(0).words());
  }

  @Test
  void formsAreRecognisedWithoutTags() throws IOException {
    assertEquals(NerFormat.TEXT, words("Angela Merkel was here.\n\nO\n", List.of(5, 0, 1)));
    assertEquals(NerFormat.CONLL, words("Angela B-PER\nwas O\n\nhere O\n", List.of(2, 1)));
    assertEquals(NerFormat.JSONL, words("{\"text\": \"a b\"}\n", List.of(2)));
    assertEquals(NerFormat.JSONL, words("\uFEFF{\"text\": \"a b\"}\n", List.of(2)));
    assertEquals(NerFormat.TEXT, words("", List.of()));
  }

  private static NerFormat words(String content, List<Integer> expected) throws IOException {
    List<Integer> words = new ArrayList<>();
    NerFormat format =
        new NerReader(NerReaderOptions.DEFAULT)
            .readWords(
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
                "input",
                sentence -> words.add(sentence.words().size()));
    assertEquals(expected, words);
    return format;
  }
}
