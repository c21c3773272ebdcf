package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.finetune.classify.ClassifyData;
import org.bert4j.finetune.embed.EmbedData;
import org.bert4j.finetune.ner.NerData;
import org.bert4j.finetune.ner.NerTagger;
import org.bert4j.finetune.ner.NerTraining;
import org.bert4j.finetune.qa.QaConfig;
import org.bert4j.finetune.qa.QuestionAnswerer;
import org.bert4j.pretrain.PretrainingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training from Java as the README shows it. */
class TrainFromJavaTest {
  private static final Path FILE = Path.of("a.csv");

  @TempDir Path directory;

  @Test
  void theProgramTrainsWhatItUses() throws IOException {
    Path corpus = SmallModel.in(directory).corpus();
    String conll = "Anna B-PER\nlives O\nin O\nRome B-LOC\n. O\n\n";
    for (String name : List.of("train.conll", "valid.conll")) {
      Files.writeString(directory.resolve(name), conll.repeat(20));
    }
    String squad =
        """
        {"version": "1.1", "data": [{"paragraphs": [{"context": "Anna lives in Rome.", "qas": [
          {"id": "1", "question": "Where?", "answers": [{"text": "Rome", "answer_start": 14}]}]}]}]}
        """;
    for (String name : List.of("train.json", "dev.json")) {
      Files.writeString(directory.resolve(name), squad);
    }
    Path pretrained = TrainFromJava.pretrain(corpus, directory.resolve("pretrained"), 2);
    assertEquals("checkpoint-2", pretrained.getFileName().toString());
    Path names = TrainFromJava.fineTuneForNames(pretrained, directory, directory.resolve("names"));
    Path answers =
        TrainFromJava.fineTuneForAnswers(pretrained, directory, directory.resolve("answers"));
    try (NerTagger tagger = NerTagger.load(names);
        QuestionAnswerer answerer = QuestionAnswerer.load(answers)) {
      assertNotNull(tagger.tag("Anna lives in Rome."));
      assertNotNull(answerer.answer("Where?", "Anna lives in Rome."));
    }
  }

  static Stream<Record> settings() {
    PretrainingConfig pretraining = PretrainingConfig.defaults(Path.of("run"), FILE);
    NerData names = NerData.of(FILE, FILE);
    return Stream.of(
        pretraining.training(),
        pretraining.runtime(),
        pretraining.data(),
        pretraining.text().withCorpus(List.of()), // a store is instead of a corpus
        pretraining.text().vocabulary(),
        NerTraining.DEFAULTS,
        names,
        QaConfig.of(List.of(FILE), FILE),
        ClassifyData.of(FILE, FILE),
        ClassifyData.of(FILE, FILE).learning(),
        EmbedData.of(FILE, FILE),
        EmbedData.of(FILE, FILE).learning());
  }

  /** Each component has a {@code with} method, which gives it and leaves the others. */
  @ParameterizedTest
  @MethodSource("settings")
  void settingsAreCopiedWithOneChanged(Record settings) throws ReflectiveOperationException {
    for (RecordComponent changed : settings.getClass().getRecordComponents()) {
      Object value = other(changed.getAccessor().invoke(settings), changed.getType());
      String name = changed.getName();
      String with = "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      Object copy = settings.getClass().getMethod(with, changed.getType()).invoke(settings, value);
      for (RecordComponent each : settings.getClass().getRecordComponents()) {
        boolean other = name.equals("steps") && each.getName().equals("minutes");
        Object expected = each.getAccessor().invoke(settings);
        expected = each.getName().equals(name) ? value : other ? Double.valueOf(0) : expected;
        assertEquals(expected, each.getAccessor().invoke(copy), with + ": " + each.getName());
      }
    }
  }

  private static Object other(Object value, Class<?> type) {
    if (type == int.class) {
      return (Integer) value + 1;
    } else if (type == long.class) {
      return (Long) value + 1;
    } else if (type == boolean.class) {
      return !(Boolean) value;
    } else if (type == Path.class) {
      return Path.of("other");
    } else if (type == List.class) {
      return List.of(Path.of("other"));
    } else if (type == double.class && (Double) value > 0) {
      return (Double) value / 2;
    }
    return value;
  }

  @Test
  void partsAreChangedInPlace() {
    PretrainingConfig config =
        PretrainingConfig.defaults(Path.of("run"), FILE)
            .withTraining(training -> training.withSteps(7))
            .withRuntime(runtime -> runtime.withThreads(1))
            .withData(data -> data.withBatchSize(3));
    assertEquals(7, config.training().steps());
    assertEquals(0, config.training().minutes());
    assertEquals(1, config.runtime().threads());
    assertEquals(3, config.data().batchSize());
  }
}
