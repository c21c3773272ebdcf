package org.bert4j.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.finetune.FineTuning;
import org.bert4j.finetune.ner.NerData;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.qa.data.SquadReader;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.text.TextReaderOptions;
import org.bert4j.pretrain.Pretraining;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.corpus.CorpusReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of people's texts and labels, and what runs were told, with random damage: they are read,
 * or refused in one line that names the file.
 */
class TextFilesFuzzTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);
  private static final long SEED =
      Long.getLong("fuzz.seed", SECONDS == 0 ? 5 : System.nanoTime() >>> 16);

  /** Files that are tried without the profile {@code fuzz}. */
  private static final int FILES = 50;

  private static final long MAX_ALLOCATED = 512 << 20;
  private static final long MAX_NANOS = 2_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;

  /** Reads all of a file. */
  @FunctionalInterface
  private interface Reading {
    void read(Path file) throws IOException;
  }

  /**
   * Something to be read.
   *
   * @param file its name
   * @param contents whole ones
   * @param reading how it is read
   */
  private record Format(String file, List<String> contents, Reading reading) {
    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Format> formats() {
    return Stream.of(
        new Format(
            "a.conll",
            List.of(
                "-DOCSTART- -X- O O\n\nEU NNP I-NP B-ORG\nrejects VBZ I-VP O\n. . O O\n\nBo X X B-PER\n",
                "# text = A b\n1\tA\t_\tB-PER\n2\tb\t_\tI-PER\n\n1\tc\t_\tO\n",
                "\u4e2d\tB-LOC\n\u56fd\tM-LOC\n\u4eba\tE-LOC\n\u6765\tO\n\n\u6211\tS-PER\n"),
            TextFilesFuzzTest::readEntities),
        new Format(
            "b.jsonl",
            List.of(
                "{\"text\": \"An is \ud83d\ude00\", \"label\": [[0, 2, \"P\"], [3, 5, \"Q\"]]}\n{\"text\": \"b\", \"label\": []}\n",
                "{\"tokens\": [\"An\", \"is\"], \"ner_tags\": [\"B-P\", \"O\"], \"id\": 7}\n",
                "[{\"data\": {\"text\": \"An is\"}, \"annotations\": [{\"result\": [{\"value\": {\"start\": 0, \"end\": 2, \"labels\": [\"P\"]}}]}]}]",
                "{\"data\": [{\"text\": \"An is\", \"entities\": [{\"start\": 0, \"end\": 2, \"type\": \"P\", \"text\": \"An\"}]}]}",
                "[[\"An is\", {\"entities\": [[0, 2, \"P\"]]}]]"),
            TextFilesFuzzTest::readEntities),
        new Format(
            "c.csv",
            List.of(
                "Sentence #,Word,Tag\nSentence: 1,An,B-per\n,is,O\nSentence: 2,\"a, b\",O\n",
                "id;text;labels\n1;An is;\"['B-P', 'O']\"\n2;\"x \"\"y\"\"\";O O\n",
                "sent_id\tword\ttag\n1\tAn\tB-P\n1\t\"\tO\n"),
            TextFilesFuzzTest::readEntities),
        new Format(
            "d.csv",
            List.of(
                "text,label\n\"a, \"\"b\"\"\nc\",1\nd,0\n",
                "id;premise;hypothesis;label\n1;a;b;yes\n2;c;d;no\n",
                "a film\t1\nb film\t0\nc\t1\nd\t0\ne\t1\nf\t0\ng\t1\nh\t0\n"),
            TextFilesFuzzTest::readTexts),
        new Format(
            "e.json",
            List.of(
                "[{\"sentence1\": \"a\", \"sentence2\": \"b\", \"score\": 2.5}, {\"sentence1\": \"c\", \"sentence2\": \"d\", \"score\": 1}]",
                "{\"text\": \"a\", \"labels\": [\"x\", \"y\"]}\n{\"text\": \"b\", \"labels\": []}\n",
                "[\"a\", \"b\"]\n[\"c\", \"d\"]\n",
                "{\"translation\": {\"text\": \"a\", \"label\": \"b\"}}\n"),
            TextFilesFuzzTest::readTexts),
        new Format(
            "f.txt",
            List.of("__label__x a b\n__label__y __label__z\tc\n", "a\tb\n\nc d\n"),
            TextFilesFuzzTest::readTexts),
        new Format(
            "g.json",
            List.of(
                "{\"version\": \"v2.0\", \"data\": [{\"title\": \"t\", \"paragraphs\": [{\"context\": \"The cat \ud83d\ude00 sat.\", \"qas\": [{\"id\": \"1\", \"question\": \"Who?\", \"is_impossible\": false, \"answers\": [{\"text\": \"cat\", \"answer_start\": 4}]}, {\"id\": 2, \"question\": \"Why?\", \"is_impossible\": true, \"answers\": []}]}]}]}",
                "{\"id\": \"1\", \"question\": \"Who?\", \"context\": \"The cat sat.\", \"answers\": {\"text\": [\"cat\"], \"answer_start\": [4]}}\n",
                "[{\"question\": \"Who?\", \"context\": \"The cat.\", \"answer_text\": \"cat\", \"answer_start\": 4}]",
                "{\"header\": {\"dataset\": \"x\"}}\n{\"context\": \"The cat.\", \"qas\": [{\"qid\": \"1\", \"question\": \"Who?\", \"detected_answers\": [{\"text\": \"cat\", \"char_spans\": [[4, 6]]}], \"answers\": [\"cat\"]}]}\n"),
            file -> SquadReader.read(file, paragraph -> {})),
        corpus(
            "h.txt", CorpusFormat.AUTO, "A b c.\nD e f!\n\nG h.\n\n= Title =\n\nIt is. So what?\n"),
        corpus(
            "i.txt",
            CorpusFormat.PROSE,
            "CHAPTER I\n\nIt was\nthe best. Of\ntimes.\n\n\u7b2c\u4e00\u56de\n\n\u5b8b\u6c5f\u6765\u3002\n"),
        corpus(
            "j.jsonl",
            CorpusFormat.AUTO,
            "{\"text\": \"A b.\\nC d.\", \"id\": 1}\n{\"text\": \"E \\ud83d\\ude00\"}\n"),
        corpus(
            "k.json",
            CorpusFormat.AUTO,
            "[{\"title\": \"x\", \"text\": \"A b.\"},\n {\"text\": \"C.\"}]"),
        corpus("l.csv", CorpusFormat.AUTO, "id;text\n1;\"A b.\nC d.\"\n2;E f.\n"),
        corpus(
            "m.txt",
            CorpusFormat.AUTO,
            "<doc id=\"1\" url=\"u\" title=\"A\">\nA\n\nB c.\n</doc>\n<doc id=\"2\" title=\"D\">\nD\n\nE.\n</doc>\n"),
        new Format(
            "finetuning.json",
            List.of(
                "{\"model\":{\"preset\":null,\"config_file\":null,\"init\":\"a\",\"initialization\":\"bert\",\"n"
                    + "ew_head\":false},\"tokenizer\":null,\"data\":{\"train\":[\"train\"],\"validation\":[\"valida"
                    + "tion\"],\"test\":[\"test\"],\"reader\":{\"format\":\"auto\",\"separator\":null,\"columns\":{\"se"
                    + "ntence\":null,\"word\":null,\"tag\":null},\"segmentation_digits\":false,\"word_splitting"
                    + "\":\"runs\",\"on_invalid_utf8\":\"fail\",\"spans\":{\"offsets\":\"auto\",\"on_overlap\":\"longes"
                    + "t\",\"label_names\":[]}}},\"training\":{\"epochs\":4,\"batch_size\":32,\"gradient_accumula"
                    + "tion\":1,\"learning_rate\":0.001,\"warmup\":0.1,\"weight_decay\":0.01,\"max_seq_length\":"
                    + "128,\"seed\":1,\"patience\":0,\"schedule\":\"linear\"},\"runtime\":{\"precision\":\"auto\",\"th"
                    + "reads\":2,\"log_every\":50,\"keep_checkpoints\":1}}"),
            file -> FineTuning.savedConfig(file.getParent(), NerData.class)),
        new Format(
            "pretraining.json",
            List.of(
                "{\"model\":{\"preset\":\"sample\",\"config_file\":null,\"init\":null,\"initialization\":\"ber"
                    + "t\",\"new_head\":false},\"text\":{\"corpus\":[],\"reader\":{\"format\":\"auto\",\"on_invalid_u"
                    + "tf8\":\"fail\"},\"data\":null,\"validation\":[],\"vocabulary\":{\"tokenizer\":null,\"vocab_s"
                    + "ize\":4000,\"cased\":false}},\"data\":{\"max_seq_length\":64,\"short_seq_prob\":0.1,\"mask"
                    + "ed_lm_prob\":0.15,\"whole_word_masking\":false,\"batch_size\":16,\"seed\":1},\"training\""
                    + ":{\"steps\":0,\"minutes\":1.8,\"gradient_accumulation\":1,\"optimizer\":\"adamw\",\"learnin"
                    + "g_rate\":0.001,\"warmup_steps\":-1,\"schedule\":\"linear\"},\"runtime\":{\"precision\":\"aut"
                    + "o\",\"threads\":2,\"checkpoint_every\":1000,\"evaluate_every\":500,\"log_every\":200,\"kee"
                    + "p_checkpoints\":2}}"),
            file -> Pretraining.savedConfig(file.getParent())));
  }

  private static Format corpus(String name, CorpusFormat format, String content) {
    CorpusOptions options = new CorpusOptions(format, InvalidUtf8.FAIL, null);
    return new Format(
        name,
        List.of(content),
        file -> {
          try (CorpusReader documents =
              Corpus.of(List.of(file), options).read(CorpusListener.NONE)) {
            documents.forEachRemaining(document -> {});
          }
        });
  }

  private static void readEntities(Path file) throws IOException {
    NerReader reader = new NerReader(NerReaderOptions.DEFAULT);
    try (InputStream in = NerReader.open(file)) {
      reader.readWords(in, file.toString(), sentence -> {});
    } catch (IllegalArgumentException e) {
      requirePlain(e, file, "");
    }
    reader.read(List.of(file));
  }

  private static void readTexts(Path file) throws IOException {
    TextReader reader = new TextReader(TextReaderOptions.DEFAULT, line -> {});
    for (Reading each :
        List.<Reading>of(
            some -> reader.readTexts(TextReader.open(some), some.toString(), text -> {}),
            some -> reader.readSingleTexts(TextReader.open(some), some.toString(), text -> {}),
            some -> reader.readPairs(TextReader.open(some), some.toString(), text -> {}),
            some -> reader.read(List.of(some)).problem())) {
      try {
        each.read(file);
      } catch (IllegalArgumentException e) {
        requirePlain(e, file, "");
      }
    }
  }

  private static void requirePlain(IllegalArgumentException e, Path file, String which) {
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(file.getParent().toString()), which + message);
    assertEquals(1, message.lines().count(), which + message);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void damagedFilesAreReadOrRefusedInOneLine(Format format) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    Path file = directory.resolve(format.file());
    for (String whole : format.contents()) {
      format.reading().read(Files.writeString(file, whole));
    }
    long began = System.nanoTime();
    for (int i = 0;
        SECONDS == 0 ? i < FILES : System.nanoTime() - began < SECONDS * 1_000_000_000L;
        i++) {
      byte[] whole =
          format
              .contents()
              .get(random.nextInt(format.contents().size()))
              .getBytes(StandardCharsets.UTF_8);
      Files.write(file, new Damage(random).done(whole));
      read(format.reading(), file, "seed " + SEED + ", file " + i + ": ");
    }
  }

  private static void read(Reading reading, Path file, String which) throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long began = THREADS.getCurrentThreadCpuTime();
    try {
      reading.read(file);
    } catch (IllegalArgumentException e) {
      requirePlain(e, file, which);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(which + Files.readString(file, StandardCharsets.ISO_8859_1), e);
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - began;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < MAX_ALLOCATED, which + allocated + " bytes");
    assertTrue(nanos < MAX_NANOS, which + nanos + " ns");
  }
}
