package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.kernel.DataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code features}, {@code fill-mask} and {@code curves} on the outcome of a small run. */
class InferenceCommandsTest {
  @TempDir static Path shared;
  private static Path run;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    run = shared.resolve("run");
    SmallModel.in(shared).pretrain(run).succeeds();
  }

  @Test
  void fillMaskGuessesEveryMask() {
    String out =
        CommandLineRun.of("fill-mask", "--model", run, "--text", "[MASK] is [MASK].", "--top-k", 3)
            .succeeds()
            .out();
    assertEquals(8, out.lines().count(), out);
    assertTrue(out.contains("[MASK] 2"), out);
  }

  @Test
  void fillMaskRefusesWhatItCannotFill() {
    CommandLineRun.of("fill-mask", "--model", run, "--text", "no mask").isRefusedWith("no [MASK]");
    CommandLineRun.of("fill-mask", "--model", run, "--text", "[MASK]", "--top-k", 0)
        .isRefusedWith("top_k is 0");
    CommandLineRun.of("fill-mask", "--model", directory, "--text", "[MASK]")
        .isRefusedWith(directory, "no checkpoint");
    CommandLineRun.of("fill-mask", "--model", run, "--text", "a ".repeat(40) + "[MASK]")
        .isRefusedWith("32");
  }

  @Test
  void aModelInUseIsMeasured() throws IOException {
    Path texts = Files.writeString(directory.resolve("texts.txt"), "the cat\n\na dog sat\n");
    CommandLineRun json =
        CommandLineRun.of(
            "bench",
            "--inference",
            "--model",
            run,
            "--input",
            texts,
            "--callers",
            3,
            "--batch-size",
            2,
            "--seconds",
            0.05,
            "--precision",
            "fp32",
            "--json");
    JsonNode figures = new ObjectMapper().readTree(json.succeeds().out());
    assertEquals("vectors", figures.get("task").asText());
    assertEquals(3, figures.get("loads").size());
    assertEquals(3, figures.get("loads").get(2).get("callers").asInt());
    for (JsonNode load : figures.get("loads")) {
      assertTrue(load.get("textsPerSecond").asDouble() > 0, load.toString());
      assertTrue(load.get("p50").asDouble() <= load.get("p99").asDouble(), load.toString());
    }
    CommandLineRun.of("bench", "--inference", "--model", run).isRefusedWith("--input");
    CommandLineRun.of("bench", "--inference", "--model", run, "--input", texts, "--callers", 0)
        .isRefusedWith("callers 0");
    Path blank = Files.writeString(directory.resolve("blank.txt"), "\n");
    CommandLineRun.of("bench", "--inference", "--model", run, "--input", blank)
        .isRefusedWith(blank + ": no texts");
  }

  /** With integers of 8 bits guesses are nearly the same; nothing is trained with them. */
  @Test
  void integersAreForUseOnly() throws IOException {
    if (DataType.hasInt8()) {
      CommandLineRun.of("fill-mask", "--model", run, "--text", "[MASK] is.", "--precision", "int8")
          .succeeds();
    }
    SmallModel.in(shared)
        .pretrain(directory.resolve("other"), "--precision", "int8")
        .isRefusedWith("precision is int8", "only used with");
    CommandLineRun.of("bench", "--precision", "int8").isRefusedWith("only used with");
  }

  /** Whatever is in a pickle, it is not run. */
  @Test
  void refusesACheckpointThatAsksForCode() throws IOException {
    try (Stream<Path> files = Files.list(CheckpointDirectory.open(run).path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    Files.delete(directory.resolve("model.safetensors"));
    Path executed = directory.resolve("executed");
    String command = "touch " + executed;
    String pickle = "cposix\nsystem\nX" + (char) command.length() + "\0\0\0" + command + "\u0085R.";
    Path file = directory.resolve("pytorch_model.bin");
    Files.write(file, archive(pickle.getBytes(StandardCharsets.ISO_8859_1)));
    CommandLineRun.of("fill-mask", "--model", directory, "--text", "[MASK]")
        .isRefusedWith(file + ": asks for code: posix.system; only tensors are read");
    assertFalse(Files.exists(executed));
  }

  private static byte[] archive(byte[] pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CRC32 crc = new CRC32();
    crc.update(pickle);
    ZipEntry entry = new ZipEntry("model/data.pkl");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(pickle.length);
    entry.setCrc(crc.getValue());
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(entry);
      zip.write(pickle);
    }
    return bytes.toByteArray();
  }

  @Test
  void featuresAreThoseOfGooglesScript() throws IOException {
    Path input =
        Files.writeString(directory.resolve("input.txt"), "the cat\n\nthe cat ||| a dog \n");
    List<JsonNode> lines = features(input, "--layers", "-1,0");
    assertEquals(3, lines.size());
    assertEquals(List.of("linex_index", "features"), keys(lines.get(0)));
    assertEquals(1, lines.get(1).path("linex_index").asInt());
    assertEquals(List.of("[CLS]", "[SEP]"), tokens(lines.get(1)));
    List<String> pair = tokens(lines.get(2));
    assertEquals(2, pair.stream().filter("[SEP]"::equals).count());
    JsonNode token = lines.get(2).path("features").get(0);
    assertEquals(List.of("token", "layers"), keys(token));
    assertEquals(List.of("index", "values"), keys(token.path("layers").get(0)));
    assertEquals(-1, token.at("/layers/0/index").asInt());
    assertEquals(0, token.at("/layers/1/index").asInt());
    assertEquals(16, token.at("/layers/0/values").size());
  }

  @Test
  void featuresDoNotDependOnTheOtherLines() throws IOException {
    Path one = Files.writeString(directory.resolve("one.txt"), "a dog\n");
    Path two = Files.writeString(directory.resolve("two.txt"), "the cat is here\na dog\n");
    JsonNode alone = features(one).get(0).path("features");
    JsonNode second = features(two).get(1).path("features");
    assertEquals(alone.size(), second.size());
    for (int i = 0; i < alone.size(); i++) {
      JsonNode a = alone.get(i).at("/layers/0/values");
      JsonNode b = second.get(i).at("/layers/0/values");
      for (int j = 0; j < a.size(); j++) {
        assertEquals(a.get(j).asDouble(), b.get(j).asDouble(), 1e-5);
      }
    }
  }

  @Test
  void layersCountFromBothEnds() throws IOException {
    Path input = Files.writeString(directory.resolve("input.txt"), "a dog\n");
    JsonNode token = features(input, "--layers", "1,-1,0,-2").get(0).path("features").get(0);
    assertEquals(token.at("/layers/0/values"), token.at("/layers/1/values"));
    assertEquals(token.at("/layers/2/values"), token.at("/layers/3/values"));
    assertFalse(token.at("/layers/0/values").equals(token.at("/layers/2/values")));
  }

  @Test
  void featuresRefuseWhatIsOutOfRange() throws IOException {
    Path input = Files.writeString(directory.resolve("input.txt"), "a dog\n");
    Path output = directory.resolve("output.jsonl");
    CommandLineRun.of(
            "features", "--model", run, "--input", input, "--output", output, "--layers", "2")
        .isRefusedWith("layer 2", "-2 to 1");
    CommandLineRun.of(
            "features",
            "--model",
            run,
            "--input",
            input,
            "--output",
            output,
            "--max-seq-length",
            33)
        .isRefusedWith("max_seq_length is 33", "32");
    CommandLineRun.of("features", "--model", run, "--input", directory, "--output", output)
        .isRefusedWith(directory);
    Files.write(input, new byte[] {'a', '\n', (byte) 0xE9});
    CommandLineRun.of("features", "--model", run, "--input", input, "--output", output)
        .isRefusedWith(input, "UTF-8");
    assertFalse(Files.exists(output));
  }

  @Test
  void curvesAreAPicture() throws IOException {
    Path picture = directory.resolve("curves.png");
    CommandLineRun.of("curves", "--run", run, run, "--output", picture).succeeds();
    byte[] bytes = Files.readAllBytes(picture);
    assertEquals("PNG", new String(bytes, 1, 3, StandardCharsets.US_ASCII));
    CommandLineRun.of("curves", "--run", directory).isRefusedWith(directory, "metrics.jsonl");
  }

  /** Such as of another tool, or of a run whose losses have no value. */
  @Test
  void curvesOfNothingAreRefused() throws IOException {
    Path metrics = directory.resolve("metrics.jsonl");
    Files.writeString(metrics, "{\"step\": 1, \"tokens\": 5, \"mlm_loss\": null}\n");
    Path picture = directory.resolve("curves.png");
    CommandLineRun.of("curves", "--run", run, directory, "--output", picture)
        .isRefusedWith(metrics, "no finite loss or score");
    assertFalse(Files.exists(picture));
  }

  @Test
  void curvesOfDifferentRunsAreInOnePicture() throws IOException {
    Files.writeString(
        directory.resolve("metrics.jsonl"),
        "{\"step\": 1, \"tokens\": 5, \"loss\": 2, \"validation\": {\"exact\": 7, \"f1\": 9}}\n");
    Path one = directory.resolve("one.png");
    Path both = directory.resolve("both.png");
    CommandLineRun.of("curves", "--run", directory, "--output", one).succeeds();
    CommandLineRun.of("curves", "--run", run, directory, "--output", both).succeeds();
    int panels = ImageIO.read(one.toFile()).getHeight();
    assertTrue(ImageIO.read(both.toFile()).getHeight() > 2 * panels, "two panels, then six");
  }

  @Test
  void aRunHasAPage() throws IOException {
    RunPage.of(run).says("Pre-training, finished", "Masked LM loss", "[MASK]", "Gradient norm");
    Path page = directory.resolve("page.html");
    CommandLineRun.of("report", run, "--output", page).succeeds();
    assertEquals(Files.readString(run.resolve("report.html")), Files.readString(page));
    CommandLineRun.of("report", directory).isRefusedWith(directory, "pretraining.json");
    CommandLineRun.of("report", run, "--output", directory).isRefusedWith(directory, "a file");
    CommandLineRun.of("report").isRefusedWith("DIR");
  }

  @Test
  void attentionIsAPageOrAPicture() throws IOException {
    Path page = directory.resolve("heads.html");
    attention(page, "--text", "She <b>lives</b> in Paris.", "--pair", "It rains.").succeeds();
    String text = Files.readString(page);
    assertEquals(4, text.split("<button", -1).length - 1, "two layers of two heads");
    assertTrue(text.contains(">[CLS]<") && text.contains(">[SEP]<"), text);
    assertTrue(text.contains("She &lt;b&gt;lives"), text);
    Path picture = directory.resolve("head.png");
    attention(picture, "--text", "[MASK] rains.", "--layer", 2, "--head", 1).succeeds();
    assertTrue(ImageIO.read(picture.toFile()).getWidth() > 100);
    attention(page, "--text", "a", "--layer", 3).isRefusedWith("layer is 3, expected 1 to 2");
    attention(page, "--text", "a", "--head", 0).isRefusedWith("--head is 0");
    attention(page, "--text", "a ".repeat(40)).isRefusedWith("42 tokens", "32");
    attention(directory.resolve("x.gif"), "--text", "a").isRefusedWith("x.gif", ".png or .html");
  }

  private static CommandLineRun attention(Path output, Object... options) {
    List<Object> all = new ArrayList<>(List.of("attention", "--model", run, "--output", output));
    all.addAll(List.of(options));
    return CommandLineRun.of(all.toArray());
  }

  @Test
  void curvesNeedNoTemporaryDirectory() throws IOException, InterruptedException {
    Path picture = directory.resolve("curves.png");
    List<String> options = List.of("-Djava.io.tmpdir=" + directory.resolve("none"));
    ChildProcess curves =
        ChildProcess.run(
            directory,
            Map.of(),
            ChildProcess.java(Bert4j.class, options, "curves", "--run", run, "--output", picture));
    String jvm = "WARNING: java.io.tmpdir directory does not exist"; // said by JDK 25 itself
    assertEquals("", curves.err().replace(jvm, "").strip());
    assertTrue(Files.size(picture) > 0);
  }

  /** Such points lie on no axis. */
  @Test
  void curvesLeaveOutWhatIsInfiniteAndRefuseWhatIsNoText() throws IOException {
    Path metrics = directory.resolve("metrics.jsonl");
    Files.writeString(
        metrics,
        """
        {"step": 1, "tokens": 1e400, "mlm_loss": 1}
        {"step": 2, "tokens": 5, "mlm_loss": 1e400}
        {"step": 3, "tokens": 6, "mlm_loss": 2}
        """);
    CommandLineRun.of("curves", "--run", directory).succeeds();
    Files.write(metrics, new byte[] {'{', '"', (byte) 0xFF});
    CommandLineRun.of("curves", "--run", directory).isRefusedWith(metrics, "not UTF-8");
  }

  @Test
  void aConfigurationOfAnotherFormIsRefused() throws IOException {
    Files.writeString(directory.resolve("pretraining.json"), "{\"runtime\": [[]]}");
    CommandLineRun.of("pretrain", "--resume", "--output", directory)
        .isRefusedWith(directory, "runtime is array, expected an object");
  }

  private List<JsonNode> features(Path input, Object... options) throws IOException {
    Path output = directory.resolve("output.jsonl");
    List<Object> arguments =
        new ArrayList<>(List.of("features", "--model", run, "--input", input, "--output", output));
    arguments.addAll(List.of(options));
    CommandLineRun.of(arguments.toArray()).succeeds();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static List<String> tokens(JsonNode line) {
    return line.path("features").findValuesAsText("token");
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
