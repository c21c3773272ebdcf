package org.bert4j.finetune.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.LineReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {
  /** The form and all records with their lines. */
  private static String records(String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    LineReader lines = new LineReader(new ByteArrayInputStream(bytes), "t.json", InvalidUtf8.FAIL);
    JsonForm form = JsonForm.of(content);
    JsonRecords records = new JsonRecords(lines, form);
    List<String> all = new ArrayList<>(List.of(form.toString()));
    for (JsonNode record = records.next(); record != null; record = records.next()) {
      all.add(records.line() + String.valueOf(record));
    }
    return String.join(" ", all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{'a':1}||{'a':2}| ! jsonl 1{'a':1} 3{'a':2}",
        "{'data':'x','label':[[0,1]]}| ! jsonl 1{'data':'x','label':[[0,1]]}",
        "{'annotations':[{'id':1}],'data':{'text':'x'}}| ! jsonl 1{'annotations':[{'id':1}],'data':{'text':'x'}}",
        "['a',{'b':1}]|['c',{'d':1}]| ! jsonl 1['a',{'b':1}] 2['c',{'d':1}]",
        "[{'a':1},{'a':2}] ! json array 1{'a':1} 1{'a':2}",
        "[| {'a':1},| {|'a':2}|] ! json array 2{'a':1} 3{'a':2}",
        "[['a',{}],['b',{}]] ! json array 1['a',{}] 1['b',{}]",
        "[]| ! json array",
        "['a','b'] ! json array 1'a' 1'b'",
        "[|'a',|'b'|] ! json array 2'a' 3'b'",
        "['a',{'b':1}] ! jsonl 1['a',{'b':1}]",
        "['a','b']|['c','d'] ! jsonl 1['a','b'] 2['c','d']",
        "{'v':[1,2],'o':{'data':[{'no':1}]},'data':[{'a':1},|{'a':2}],'x':[[3]]} ! json object 1{'a':1} 2{'a':2}",
        "{'classes':['A'],'annotations':[['a',{}],null]} ! json object 1['a',{}] 1null",
        "{'examples':[]} ! json object",
        "{|'a':1|}|{'a':|2}| ! json objects 1{'a':1} 4{'a':2}",
      })
  void recordsAreThoseOfTheFile(String content, String expected) throws IOException {
    assertEquals(
        expected.replace('\'', '"'), records(content.replace('\'', '"').replace('|', '\n')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{'a':1}|{'a':[}| ! t.json:2: not JSON at column 7",
        "{'a':1} {'b':2}| ! t.json:1: not JSON",
        "[{'a':1},|{'a':}] ! t.json:2: not JSON at column 6",
        "[{'a':1},|{'a':2} ! t.json:2: not JSON",
        "[{'a':1}]|{'a':2} ! t.json:2: something follows",
        "{'data':[{'a':1}]}|x ! t.json:2: not JSON",
      })
  void brokenJsonNamesTheLine(String content, String expected) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> records(content.replace('\'', '"').replace('|', '\n')));
    assertTrue(error.getMessage().startsWith(expected), error.getMessage());
    assertEquals(1, error.getMessage().lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1] A reference.", "[1]", "{x} is a set", "[sic] yes", "Rome", "\"a\""})
  void textIsNoJson(String text) {
    assertFalse(JsonForm.isJson(text));
  }

  @Test
  void aLineOfManyRecordsIsNotReadWhole() throws IOException {
    String record = "{\"text\":\"" + "x".repeat(2_000) + "\"},";
    String content = "[" + record.repeat(9_000) + "{}]";
    assertTrue(content.length() > 1 << 24);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    JsonRecords records =
        new JsonRecords(
            new LineReader(new ByteArrayInputStream(bytes), "t.json", InvalidUtf8.FAIL),
            JsonForm.of(content.substring(0, 1_000)));
    int count = 0;
    while (records.next() != null) {
      count++;
    }
    assertEquals(9_001, count);
  }
}
