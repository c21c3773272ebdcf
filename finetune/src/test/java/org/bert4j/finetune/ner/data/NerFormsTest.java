package org.bert4j.finetune.ner.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.ner.data.SpanOptions.OnOverlap;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is read of files as annotation tools, libraries and spreadsheets write them, or the one line
 * that says why nothing is. In the tables a bar is a line end and, in JSON, an apostrophe is a
 * quote.
 */
class NerFormsTest {
  @TempDir Path directory;

  private static NerReaderOptions options(String wanted) {
    OffsetUnit unit = OffsetUnit.AUTO;
    OnOverlap onOverlap = OnOverlap.LONGEST;
    List<String> names = List.of();
    NerColumns columns = NerColumns.DEFAULT;
    for (String option : wanted == null ? new String[0] : wanted.split(" ")) {
      String value = option.substring(option.indexOf('=') + 1);
      switch (option.substring(0, option.indexOf('='))) {
        case "offsets" -> unit = OffsetUnit.parse(value);
        case "overlap" -> onOverlap = OnOverlap.valueOf(value);
        case "names" -> names = List.of(value.split(","));
        case "tag" -> columns = new NerColumns(columns.sentence(), columns.word(), value);
        case "word" -> columns = new NerColumns(columns.sentence(), value, columns.tag());
        case "sentence" -> columns = new NerColumns(value, columns.word(), columns.tag());
        default -> throw new IllegalArgumentException(option);
      }
    }
    return new NerReaderOptions(
        NerFormat.AUTO,
        null,
        columns,
        false,
        WordSplitting.RUNS,
        InvalidUtf8.FAIL,
        new SpanOptions(unit, onOverlap, names),
        null);
  }

  /** Words with the tags that are not O, sentences apart by a slash, and the summary. */
  private String labelled(String name, String content, String options) throws IOException {
    NerDataset data;
    try {
      data = Reading.in(directory).with(options(options)).read(name, content);
    } catch (IllegalArgumentException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      return "! " + e.getMessage().replace(directory + "/", "");
    }
    StringJoiner text = new StringJoiner(" / ");
    for (TaggedSentence sentence : data.sentences()) {
      StringJoiner words = new StringJoiner(" ");
      List<Tag> tags = sentence.tags(TagScheme.BIO);
      for (int word = 0; word < tags.size(); word++) {
        String tag = tags.get(word).isOutside() ? "" : "=" + tags.get(word);
        words.add(sentence.words().get(word) + tag);
      }
      text.add(words.toString());
    }
    return text + " # " + data.files().get(0).toString().replace(directory + "/", "");
  }

  private static void assertSays(String expected, String found) {
    for (String part : expected.split(" \\.\\.\\. ")) {
      assertTrue(found.contains(part), () -> "expected " + part + "\nin " + found);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        // HuggingFace
        "{'id':'0','tokens':['An','is'],'ner_tags':['B-PER','O']} ~ ~ An=B-PER is # ... jsonl of tokens and ner_tags, BIO: 1",
        "[{'tokens':['An','is'],'ner_tags':[1,0]}] ~ names=O,B-PER ~ An=B-PER is # ... json array",
        "{'tokens':['An'],'ner_tags':[1]} ~ ~ ! f.json:1: the tags are numbers; name them ... --label-names",
        "{'tokens':['An'],'ner_tags':[2]} ~ names=O,B-PER ~ ! f.json:1: tag 2, expected a number from 0 to 1",
        "{'tokens':['An','is'],'ner_tags':['LABEL_1','LABEL_0']} ~ names=O,B-PER ~ An=B-PER is",
        "{'tokens':['An','is'],'ner_tags':['1','0']} ~ names=O,B-PER ~ An=B-PER is",
        "{'tokens':['An','is'],'ner_tags':['1','0']} ~ ~ ! f.json:1: the tags are numbers ... --label-names",
        "{'tokens':['An','is'],'ner_tags':['O']} ~ ~ ! f.json:1: ner_tags: 1 tags, expected 2",
        "{'data':[{'tokens':['An'],'tags':['S-PER']},|{'tokens':['Bo'],'tags':['O']}]} ~ ~ An=B-PER / Bo # ... json object of tokens and tags, BIOES",
        "{'rows':[{'row_idx':0,'row':{'tokens':['An'],'ner_tags':['O']}}]} ~ ~ An # ... json object of tokens",
        "{'tokens':['An'],'entities':[{'type':'P','start':0,'end':1}]} ~ ~ ! f.json:1: ... not read",
        "{'text':'An is','tags':['B-PER','O']} ~ ~ An=B-PER is # ... a tag a word",
        "{'text':'\u6211\u5728','labels':['O','B-X']} ~ ~ \u6211 \u5728=B-X",
        "{'text':'An is','tags':['O']} ~ ~ ! f.json:1: tags: 1 tags, expected one for each of the 2 words",
        // words without a label
        "{'tokens':['An','a','is'],'ner_tags':[1,-100,0]} ~ names=O,B-PER ~ An=B-PER a is # ... 1 words labelled -100 are neither learnt from nor scored",
        "{'tokens':['An','a','Bo'],'ner_tags':['B-PER','-100','I-PER']} ~ ~ An=B-PER a=I-PER Bo=I-PER # ... BIO ... 1 words labelled -100",
        "{'tokens':['[CLS]','An','is'],'ner_tags':[-100,1,0]} ~ ~ ! f.json:1: the tags are numbers ... --label-names",
        // classes of texts
        "{'text':'An is','label':'good'} ~ ~ ! f.json:1: label is \"good\": expected an array of entities ... bert4j classify",
        "{'text':'An is','label':1} ~ ~ ! f.json:1: label is 1: ... bert4j classify",
        "{'text':'An is here','labels':['good']} ~ ~ ! f.json:1: labels: 1 tags ... bert4j classify",
        "{'sentence1':'An','sentence2':'Bo','label':0} ~ ~ ! f.json:1: text: expected ... bert4j classify",
        // doccano
        "{'id':1,'text':'An is','label':[[0,2,'PER']]}|{'text':'x','label':[]} ~ ~ An=B-PER is / x # ... text and label",
        "{'text':'An','entities':[{'id':1,'label':'PER','start_offset':0,'end_offset':2}],'relations':[]} ~ ~ An=B-PER",
        "{'text':'An','annotations':[{'label':3,'start_offset':0,'end_offset':2}]} ~ ~ ! f.json:1: annotations[0]: ... a type by its name",
        "{'data':'An is','label':[[0,2,'PER']]} ~ ~ An=B-PER is # ... data and label",
        // Prodigy
        "{'text':'An','spans':[{'start':0,'end':2,'token_start':0,'label':'P'}],'answer':'accept'}|{'text':'a','spans':[],'answer':'reject'}|{'text':'b','answer':'ignore'}|{'text':'c','_input_hash':1,'answer':'accept'} ~ ~ An=B-P / c # ... reject or ignore: 2 ... texts without spans: 1",
        // Label Studio
        "[{'text':'An','label':[{'start':0,'end':2,'text':'An','labels':['P']}],'annotator':1},{'text':'b','annotator':1}] ~ ~ An=B-P / b # ... texts without spans: 1",
        "[{'data':{'text':'An'},'annotations':[{'result':[{'value':{'start':0,'end':2,'labels':['P']}},{'value':{'choices':['c']}}]}]},{'data':{'text':'b'},'annotations':[{'was_cancelled':true,'result':[]}]}] ~ ~ An=B-P # ... nobody annotated: 1",
        "[{'data':{'text':'An'},'annotations':[{'result':[]},{'ground_truth':true,'result':[{'value':{'start':0,'end':2,'labels':['P']}}]}]}] ~ ~ An=B-P # ... further annotations of the same task left out: 1",
        // spaCy
        "[['An is',{'entities':[[0,2,'P']]}],['b',{'entities':[]}]] ~ ~ An=B-P is / b # ... json array of pairs",
        "['An is',{'entities':[[0,2,'P']]}]|['b',{'entities':[]}] ~ ~ An=B-P is / b # ... jsonl of pairs",
        "{'classes':['P'],'annotations':[['An',{'entities':[[0,2,'P']]}],null]} ~ ~ An=B-P # ... empty records left out: 1",
        "[{'id':0,'paragraphs':[{'sentences':[{'tokens':[{'orth':'An','ner':'U-P'},{'orth':'b','ner':'O'}]}]}]}] ~ ~ An=B-P b # ... BILOU",
        "{'text':'An','ents':[{'start':0,'end':2,'label':'P'}],'spans':{},'tokens':[{'id':0}]} ~ ~ An=B-P",
        "[[['An','B-P'],['is','O']]] ~ ~ ! f.json:1: two pairs of a word and its tag, or",
        "[[['An','is','b'],['B-P','O','O']]] ~ ~ An=B-P is b # ... json array of pairs, tokens and tags",
        "[['An','B-P'],['is','O']] ~ ~ ! f.json:1: an array, expected a pair",
        "{'text':'An','spans':[[0,2,'P']],'answer':'Reject'}|{'text':'b','spans':[]} ~ ~ b # ... reject or ignore: 1",
        // types with texts, and ends that are included
        "{'text':'An is','label':{'P':{'An':[[0,1]]}}} ~ ~ An=B-P is # ... ends are those of the last characters",
        "{'content':'An','annotation':[{'label':['P'],'points':[{'start':0,'end':1,'text':'An'}]}]} ~ ~ An=B-P",
        "{'text':'Anna is','label':[[0,3,'P']]} ~ ~ ! f.json:1: label[0]: 0 to 3 cuts the word ... the character behind the last one",
        // several fields of spans
        "{'text':'An','entities':[],'label':[[0,2,'P']]} ~ ~ An=B-P # ... text and label",
        "{'text':'An','label':'good','spans':[[0,2,'P']]} ~ ~ An=B-P",
        "{'text':'An b','label':[[0,2,'P']],'entities':[[3,4,'Q']]} ~ ~ ! f.json:1: entities and label hold entities ... --tag-column",
        "{'text':'An b','label':[[0,2,'P']],'entities':[[3,4,'Q']]} ~ tag=entities ~ An b=B-Q",
        "{'text':'An b','label':null} ~ ~ ! f.json:1: label: expected an array of entities",
        // spans that share words
        "{'text':'a b c','label':[[0,3,'P'],[0,3,'P'],[2,3,'Q'],[2,5,'R']]} ~ ~ a=B-P b=I-P c # ... duplicate spans merged: 1, overlapping spans left out, the longest kept: 2",
        "{'text':'a b c','label':[[2,3,'Q'],[0,5,'P']]} ~ ~ a=B-P b=I-P c=I-P",
        "{'text':'a b c','label':[[2,3,'Q'],[0,5,'P']]} ~ overlap=FAIL ~ ! f.json:1: label[0]: overlaps another",
        // what offsets count
        "{'text':'\ud83d\ude00 An is','label':[[2,4,'P']]} ~ ~ An=B-P ... offsets count code points",
        "{'text':'\ud83d\ude00 An is','label':[[3,5,'P']]} ~ ~ An=B-P ... offsets count UTF-16 units",
        "{'text':'An \ud83d\ude00','label':[[0,2,'P']]} ~ ~ An=B-P \ud83d\ude00 # f.json: jsonl of text and label: 1 sentences, 2 words, 1 entities",
        "{'text':'\ud83d\ude00\ud83d\ude00 An Bo','label':[[6,8,'P']]} ~ ~ An Bo=B-P ... offsets count code points",
        "{'text':'\ud83d\ude00\ud83d\ude00\ud83d\ude00 An Bo','label':[[7,9,'P']]} ~ ~ ! f.json:1: label[0]: offsets may count ... --offsets code-points",
        "{'text':'\ud83d\ude00\ud83d\ude00\ud83d\ude00 An Bo','label':[[7,9,'P']]} ~ offsets=utf16 ~ An=B-P Bo",
        "{'text':'\ud83d\ude00\ud83d\ude00\ud83d\ude00 An Bo','label':[[7,9,'P']]} ~ offsets=code-points ~ An Bo=B-P",
        "{'text':'\ud83d\ude00\ud83d\ude00\ud83d\ude00 An Bo','label':[{'start':7,'end':9,'type':'P','text':'Bo'}]} ~ ~ An Bo=B-P",
        "{'text':'\ud83d\ude00 An','label':[[2,4,'P']]}|{'text':'\ud83d\ude00 An','label':[[3,5,'P']]} ~ ~ ! f.json:1: label[0]: offsets may count",
        // the file
        "[] ~ ~ ! no sentence in f.json; expected",
        "{'text':'a','spans':[],'answer':'ignore'} ~ ~ ! no sentence in f.json, examples left out whose answer is reject or ignore: 1; expected",
        "{'tokens':[],'ner_tags':[]}|{'tokens':['An'],'ner_tags':['B-P']} ~ ~  / An=B-P # ... jsonl of tokens",
        "{'text':'a','label':[]}{'text':'b','label':[]} ~ ~ ! f.json:1: not JSON at column ... something follows the first value",
        "[{'text':'a','label':[]},|{'text':'b','label':[}] ~ ~ ! f.json:2: not JSON at column",
        "{'name':'a'} ~ ~ ! f.json:1: text: expected",
      })
  void jsonIsReadOrRefused(String content, String options, String expected) throws IOException {
    String json = content.replace('\'', '"').replace('|', '\n');
    assertSays(expected, labelled("f.json", json, options));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "sentence_id;word;tag|1;An,;B-P|2;b;O ~ ~ An,=B-P / b # ... semicolons, words in \"word\" and \"tag\", sentences by \"sentence_id\", BIO",
        "sentence_id\tword\ttag|1\tAn\tB-P|1\t\"\tO ~ ~ An=B-P \" # ... tabs",
        ",sentence_idx,word,tag|0,1.0,An,B-P|1,2.0,b,O ~ ~ An=B-P / b",
        "word,tag|An,B-P||b,O ~ ~ An=B-P / b # ... blank rows between sentences",
        "word,tag|An,B-P|,|b,O ~ ~ An=B-P / b",
        "word,tag|An,B-P|b,O ~ ~ ! f.csv:1: no sentence column ... nor blank rows ... --sentence-column",
        "An,B-P|c,O||b,O ~ ~ An=B-P c / b # ... words in column 1 and column 2",
        "7,An,B-P|7,c,O|8,b,O ~ sentence=1 word=2 tag=3 ~ An=B-P c / b",
        "sent_id,token,form,tag|1,1,An,B-P|1,2,c,O|1,3,d,O|2,1,b,O ~ ~ An=B-P c d / b # ... words in \"form\"",
        "sent_id,token,tag|1,1,B-P|1,2,O|1,3,O ~ ~ ! f.csv:1: no word column ... --word-column",
        "sent_id,word,tag,ner|1,An,NNP,B-P ~ ~ An=B-P # ... and \"ner\"",
        "sent_id,word,tag,ner|1,An,B-P,B-Q ~ ~ ! f.csv:1: several columns of tags ... --tag-column",
        "sent_id,word,word,tag|1,An,b,B-P ~ ~ ! f.csv:1: two columns \"word\"",
        "sent_id,word,tag|1,An,B-P|1,\",O|1,Bo,B-P|1,\",O ~ ~ ! f.csv:3: a word with a line end ... is written \"\"\"\"",
        "sent_id,word,tag|1,An,B-P|1,\",O|1,Bo,B-P ~ ~ ! f.csv:3: a quoted field that begins here does not end",
        "sent_id,word,tag|1,An,B-P|1,b ~ ~ ! f.csv:3: 2 fields, expected 3",
        "text,labels|An is,B-P O|b,O ~ ~ An=B-P is / b # ... texts in \"text\" and \"labels\"",
        "S,Sentence,Tag|1,An is,\"['B-P', 'O']\" ~ ~ An=B-P is",
        "text,labels|An is,O O O ~ ~ ! f.csv:2: 3 tags, expected one for each of the 2 words",
        "text,label|An is,\"[{\"\"start\"\":0,\"\"end\"\":2,\"\"labels\"\":[\"\"P\"\"]}]\"|b, ~ ~ An=B-P is / b # ... texts without spans or tags: 1",
        "text,labels|An is,\"B-P, O\" ~ ~ An=B-P is",
        "tokens,tags|\"['An', 'is']\",\"[1, 0]\" ~ names=O,B-P ~ An=B-P is",
        "tokens,tags|['An' 'is'],[1 0] ~ ~ ! f.csv:2: the tags are numbers ... --label-names",
        "sent_id,word,tag|1,An,1|1,is,0 ~ names=O,B-P ~ An=B-P is",
        "text,entities|An is,\"[{'start': 0, 'end': 2, 'label': 'P'}]\" ~ ~ An=B-P is # ... and \"entities\"",
        "text,entities|An is,\"[(0, 2, 'P')]\" ~ ~ ! f.csv:2: ... tuples are none: write lists",
        "doc_id,sent_id,word,tag|1,1,An,B-P|1,1,is,O|2,1,b,O ~ ~ An=B-P is / b # ... sentences by \"doc_id\" and \"sent_id\"",
        "id,text|1,An is here ~ ~ ! f.csv:1: no tag column ... bert4j classify",
        "file,sentence,word,tag|a,1,An,B-P|b,1,is,O|,,b,O ~ ~ An=B-P / is b # ... sentences by \"file\" and \"sentence\"",
        "Document,sent_id,word,tag|7,1,An,B-P|8,1,is,O ~ ~ An=B-P / is # ... \"Document\" and \"sent_id\"",
        "sent_id,word,tag|1,An,B-P|2,is,O|1,b,O|2,c,O ~ ~ An=B-P / is / b / c # ... numbered anew from line 4 on, and no column is called doc_id",
        "sent_id,word,tag|1,An,1|1,is,-100|1,b,0 ~ names=O,B-P ~ An=B-P is b # ... 1 words labelled -100",
        "text,label|An is,good|Bo is,bad ~ ~ ! f.csv:1: the texts in \"text\" have a label each, such as \"good\" ... bert4j classify",
        "text,label,entities|An is,good,\"[[0, 2, \"\"P\"\"]]\" ~ ~ An=B-P is # ... and \"entities\"",
        "<!DOCTYPE html>|<html>|<p>An, is</p> ~ ~ ! f.csv: HTML",
      })
  void tablesAreReadOrRefused(String content, String options, String expected) throws IOException {
    assertSays(expected, labelled("f.csv", content.replace('|', '\n'), options));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "id,text|1,An is here|2,b c ~ An is here / b c # f.csv: csv, commas, texts in \"text\": 2 sentences",
        "sentence_id,text|1,An is here|2,b c ~ An is here / b c # ... texts in \"text\"",
        "sentence_id,text|1,An|1,is|2,b ~ An is / b # ... words in \"text\", sentences by",
        "id,text|1,Rome|2,Bo ~ Rome / Bo # ... texts in \"text\"",
        "tweet|An, who is here|b c ~ An , who is here / b c # ... one column, texts in \"tweet\"",
        "id,text|1,\"An|is\"|2,b c ~ An is / b c",
        "title,abstract|On a,We do|On b,We did ~ ! f.csv:1: several columns with texts [title, abstract] ... --word-column",
        "An is here|b c ~ ! f.csv:1: \"An is here\" is a text, expected the name of its column ... --input-format text",
        "id,review|1,\u8ddd\u79bb\u5ddd\u6c99\u516c\u8def\u8f83\u8fd1 ~ \u8ddd \u79bb ... texts in \"review\"",
      })
  void tablesOfTextsAreTagged(String content, String expected) throws IOException {
    List<String> sentences = new ArrayList<>();
    List<String> found = new ArrayList<>();
    byte[] bytes = content.replace('|', '\n').getBytes(StandardCharsets.UTF_8);
    try {
      new NerReader(NerReaderOptions.DEFAULT)
          .readWords(
              new ByteArrayInputStream(bytes),
              "f.csv",
              sentence -> sentences.add(String.join(" ", sentence.words())),
              found::add);
    } catch (IllegalArgumentException e) {
      found.add(e.getMessage());
    }
    String separator = sentences.isEmpty() ? "! " : " # ";
    assertSays(expected, String.join(" / ", sentences) + separator + found.get(0));
  }

  /** Of a chapter in one cell, say. */
  @Test
  void aTextMayHaveAsManyTagsAsItHasWords() throws IOException {
    int words = 30_000;
    String text = "a ".repeat(words).strip();
    for (String tags :
        List.of(
            "O ".repeat(words).strip(),
            "\"[" + "'O', ".repeat(words - 1) + "'O']\"",
            "\"['" + "\\\\u".repeat(words) + "']\"")) {
      String found =
          labelled("f.csv", "id;text;labels\n1;" + text + ";" + tags + "\n2;b;O\n", null);
      assertTrue(tags.contains("u") == found.startsWith("!"), Excerpt.of(found));
    }
  }

  @Test
  void aTableMayBeWide() {
    String empty = "\t".repeat(20_000);
    String content = "sent_id\tword" + empty + "\n1\tAn" + empty + "\n";
    String found = assertTimeout(Duration.ofSeconds(20), () -> labelled("f.csv", content, null));
    assertTrue(found.startsWith("! f.csv:1"), Excerpt.of(found));
  }
}
