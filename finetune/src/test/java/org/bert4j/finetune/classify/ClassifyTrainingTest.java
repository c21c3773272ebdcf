package org.bert4j.finetune.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.model.ProblemType;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.text.LabelledText;
import org.bert4j.finetune.text.LongTexts;
import org.bert4j.finetune.text.SmallTexts;
import org.bert4j.finetune.text.TextDataset;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.text.TextReaderOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyTrainingTest {
  @TempDir Path directory;
  private SmallTexts small;

  @BeforeEach
  void makeInput() throws IOException {
    small = SmallTexts.in(directory);
  }

  private Path data(String name, int count, String good, String bad) throws IOException {
    Random random = new Random(name.length());
    StringBuilder text = new StringBuilder("text\tlabel\n");
    for (int i = 0; i < count; i++) {
      boolean isGood = i % 2 == 0;
      text.append(SmallTexts.sentence(isGood, random)).append('\t');
      text.append(isGood ? good : bad).append('\n');
    }
    return Files.writeString(directory.resolve(name + ".tsv"), text);
  }

  private static ClassifyData files(Path train, Path validation, ClassifyData.Learning learning) {
    return new ClassifyData(
        List.of(train),
        List.of(validation),
        List.of(validation),
        TextReaderOptions.DEFAULT,
        learning);
  }

  private JsonNode train(Path output, ClassifyData data) throws IOException {
    return ClassifyTraining.run(small.config(output, false, 12, data), FineTuningListener.NONE)
        .orElseThrow();
  }

  @Test
  void oneClassATextIsLearnedCalibratedAndUsed() throws IOException {
    Path output = directory.resolve("run");
    ClassifyData data =
        files(data("train", 120, "yes", "no"), data("dev", 40, "yes", "no"), learning(null));
    JsonNode results = train(output, data);
    for (String set : List.of("validation", "test")) {
      JsonNode scores = results.path(set);
      assertTrue(scores.path("accuracy").asDouble() > 0.95, results::toString);
      assertEquals(20, scores.at("/per_class/yes/support").asInt());
      assertTrue(
          scores.path("log_loss").asDouble() <= scores.path("log_loss_untempered").asDouble());
    }
    try (TextClassifier classifier = TextClassifier.load(output)) {
      assertEquals(List.of("no", "yes"), classifier.labels());
      assertEquals(ProblemType.SINGLE_LABEL_CLASSIFICATION, classifier.problem());
      Classification found = classifier.classify("a nice plot");
      assertEquals("yes", found.label());
      assertEquals(1, found.scores().stream().mapToDouble(s -> s.score()).sum(), 1e-9);
      TextDataset dev =
          new TextReader(TextReaderOptions.DEFAULT, line -> {}).read(data.validation());
      assertEquals(
          results.path("test").toString(), classifier.evaluate(dev.texts()).toJson().toString());
      assertEquals(results.at("/test/temperature").asDouble(), classifier.settings().temperature());
      assertRefused(
          () -> classifier.evaluate(List.of(new LabelledText("a", null, List.of("x"), "f:3"))),
          "f:3: the label is \"x\"",
          "no, yes");
      assertRefused(
          () -> classifier.evaluate(List.of(new LabelledText("a", "b", List.of("no"), "f:3"))),
          "f:3: a pair of texts, expected a single text");
    }
    JsonNode config = JsonFile.read(best(output).resolve("config.json"));
    assertEquals("single_label_classification", config.path("problem_type").asText());
    assertEquals("BertForSequenceClassification", config.at("/architectures/0").asText());
    assertEquals("yes", config.at("/id2label/1").asText());
  }

  private static ClassifyData.Learning learning(ProblemType problem) {
    return new ClassifyData.Learning(problem, false, LongTexts.HEAD, null);
  }

  private static Path best(Path output) throws IOException {
    return CheckpointDirectory.open(output).path();
  }

  private static void assertRefused(Callable<?> call, String... words) {
    String message = assertThrows(IllegalArgumentException.class, call::call).getMessage();
    assertEquals(1, message.lines().count(), message);
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
  }

  @Test
  void severalClassesATextAreLearned() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 160; i++) {
      boolean good = random.nextBoolean();
      boolean bad = random.nextBoolean();
      String words = (bad ? "dull" : "film") + " and " + (good ? "nice" : "plot");
      String labels = (good ? "\"g\"" : "") + (good && bad ? "," : "") + (bad ? "\"b\"" : "");
      text.append("{\"text\": \"" + words + "\", \"labels\": [" + labels + "]}\n");
    }
    Path file = Files.writeString(directory.resolve("sets.jsonl"), text);
    Path output = directory.resolve("run");
    JsonNode results = train(output, files(file, file, learning(null)));
    assertTrue(results.at("/test/f1_micro").asDouble() > 0.95, results::toString);
    try (TextClassifier classifier = TextClassifier.load(output)) {
      assertEquals(ProblemType.MULTI_LABEL_CLASSIFICATION, classifier.problem());
      assertEquals(
          List.of("b", "g"),
          classifier.classify("dull and nice").labels().stream().sorted().toList());
      assertEquals(List.of(), classifier.classify("film and plot").labels());
    }
  }

  @Test
  void numbersOfPairsAreLearned() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("sentence1,sentence2,score\n");
    for (int i = 0; i < 160; i++) {
      boolean first = random.nextBoolean();
      boolean second = random.nextBoolean();
      text.append(SmallTexts.sentence(first, random)).append(',');
      text.append(SmallTexts.sentence(second, random)).append(',');
      text.append((first ? 2 : 0) + (second ? 1 : 0) + random.nextInt(100) / 1000.0 + 0.001);
      text.append('\n');
    }
    Path file = Files.writeString(directory.resolve("numbers.csv"), text);
    Path output = directory.resolve("run");
    JsonNode results = train(output, files(file, file, learning(null)));
    assertTrue(results.at("/test/pearson").asDouble() > 0.9, results::toString);
    try (TextClassifier classifier = TextClassifier.load(output)) {
      assertEquals(ProblemType.REGRESSION, classifier.problem());
      double both = classifier.classify("a nice film", "the plot is great").score();
      double none = classifier.classify("a dull film", "the plot is poor").score();
      assertTrue(both > none + 1.5, both + " " + none);
    }
  }

  @Test
  void goesOnWhereItWasStopped() throws IOException {
    ClassifyData data =
        files(data("train", 40, "1", "0"), data("dev", 20, "1", "0"), learning(null));
    Path whole = directory.resolve("whole");
    Path stopped = directory.resolve("stopped");
    ClassifyTraining.run(small.config(whole, false, 2, data), FineTuningListener.NONE);
    FineTuningListener stopping =
        new FineTuningListener() {
          private int steps;

          @Override
          public void stepDone(long step, double progress) {
            steps++;
          }

          @Override
          public boolean stopRequested() {
            return steps == 3;
          }
        };
    assertTrue(ClassifyTraining.run(small.config(stopped, false, 2, data), stopping).isEmpty());
    assertEquals(data, ClassifyTraining.savedConfig(stopped).orElseThrow().data());
    ClassifyTraining.run(small.config(stopped, true, 2, data), FineTuningListener.NONE);
    for (String file : List.of("model.safetensors", "config.json")) {
      assertArrayEquals(
          Files.readAllBytes(best(whole).resolve(file)),
          Files.readAllBytes(best(stopped).resolve(file)),
          file);
    }
  }

  @Test
  void rareClassesMayCountMore() throws IOException {
    Path train = data("train", 40, "1", "0");
    StringBuilder more = new StringBuilder(Files.readString(train));
    for (int i = 0; i < 120; i++) {
      more.append("the film is dull\t0\n");
    }
    Files.writeString(train, more);
    TextClasses classes =
        new TextClasses(ProblemType.SINGLE_LABEL_CLASSIFICATION, List.of("0", "1"));
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      texts.add(new LabelledText("a", null, List.of(i < 20 ? "1" : "0"), "x"));
    }
    assertArrayEquals(
        new float[] {160f / 2 / 140, 160f / 2 / 20}, classes.balancedWeights(texts), 1e-6f);
    ClassifyData weighted =
        files(train, train, new ClassifyData.Learning(null, true, LongTexts.HEAD, null));
    JsonNode results = train(directory.resolve("run"), weighted);
    assertTrue(results.at("/test/per_class/1/recall").asDouble() >= 0.9, results::toString);
  }

  @Test
  void wrongDataAreRefusedAndLeaveNothingBehind() throws IOException {
    Path train = data("train", 20, "1", "0");
    Path other = data("others", 20, "2", "0");
    Path one = data("constant", 20, "1", "1");
    Path undefined = data("undefined", 20, "1.5", "NaN");
    Path output = directory.resolve("run");
    assertRefused(
        () -> train(output, files(train, other, learning(null))),
        "others.tsv:2: the label is \"2\"",
        "0, 1");
    assertRefused(
        () -> train(output, files(one, one, learning(null))), "label [1]", "at least two");
    assertRefused(
        () -> train(output, files(undefined, undefined, learning(ProblemType.REGRESSION))),
        "undefined.tsv:3: the label is \"NaN\", expected a number");
    assertRefused(
        () ->
            train(
                output,
                files(
                    train,
                    train,
                    new ClassifyData.Learning(
                        null, false, LongTexts.HEAD, ClassifyMetric.PEARSON))),
        "metric is pearson",
        "accuracy");
    try (Stream<Path> left = Files.walk(output)) {
      assertEquals(List.of(output), left.toList());
    }
  }

  @Test
  void aModelOfOtherLabelsNeedsANewHead() throws IOException {
    Path first = directory.resolve("first");
    Path train = data("train", 40, "1", "0");
    train(first, files(train, train, learning(null)));
    Path other = data("other", 40, "pos", "neg");
    Path output = directory.resolve("second");
    ClassifyData data = files(other, other, learning(null));
    assertRefused(
        () -> ClassifyTraining.run(from(first, false, output, data), FineTuningListener.NONE),
        "other.tsv:2: the label is \"pos\"",
        "--new-head");
    JsonNode results =
        ClassifyTraining.run(from(first, true, output, data), FineTuningListener.NONE)
            .orElseThrow();
    assertTrue(results.at("/test/accuracy").asDouble() > 0.9, results::toString);
    try (TextClassifier classifier = TextClassifier.load(output)) {
      assertEquals(List.of("neg", "pos"), classifier.labels());
    }
  }

  private FineTuningConfig<ClassifyData> from(
      Path init, boolean newHead, Path output, ClassifyData data) {
    FineTuningConfig<ClassifyData> config = small.config(output, false, 3, data);
    return new FineTuningConfig<>(
        ModelConfig.existing(init).withNewHead(newHead),
        null,
        data,
        config.training(),
        config.runtime());
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    Path output = directory.resolve("run");
    Path train = data("train", 40, "1", "0");
    train(output, files(train, train, learning(null)));
    List<String> texts = List.of("a nice plot", "the film is dull", "and great", "grim");
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (TextClassifier classifier = TextClassifier.load(output)) {
      List<Future<Classification>> found = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String text = texts.get(i % 4);
        found.add(callers.submit(() -> classifier.classify(text)));
      }
      for (int i = 0; i < 40; i++) {
        assertEquals(classifier.classify(texts.get(i % 4)), found.get(i).get());
      }
    } finally {
      callers.shutdown();
    }
  }
}
