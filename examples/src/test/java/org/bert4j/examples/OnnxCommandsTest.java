package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code export} and {@code info} on the outcome of a small run, and commands on what is exported.
 */
class OnnxCommandsTest {
  @TempDir static Path shared;
  private static Path run;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    run = shared.resolve("run");
    SmallModel.in(shared).pretrain(run).succeeds();
  }

  @Test
  void anExportedModelIsOneLikeAnyOther() throws IOException {
    Path model = directory.resolve("exported/model.onnx");
    String out = CommandLineRun.of("export", "--model", run, "--output", model).succeeds().out();
    assertTrue(out.lines().anyMatch(model.toString()::equals), out);
    String expected = fillMask(run);
    assertEquals(expected, fillMask(model));
    assertEquals(expected, fillMask(model.getParent()));
    Path text = Files.writeString(directory.resolve("text.txt"), "the cat\na dog\n");
    assertEquals(embed(run, text), embed(model, text));
  }

  private static String fillMask(Path model) {
    return CommandLineRun.of("fill-mask", "--model", model, "--text", "a [MASK].").succeeds().out();
  }

  private static String embed(Path model, Path text) {
    return CommandLineRun.of("embed", "--model", model, "--input", text)
        .succeedsWith("pooling")
        .out();
  }

  @Test
  void infoSaysWhatAModelIs() throws IOException {
    String out = CommandLineRun.of("info", run).succeeds().out();
    assertTrue(out.contains("pre-trained BERT with its language-model head"), out);
    assertTrue(out.contains("model.safetensors (safetensors)"), out);
    assertTrue(out.contains("  bert4j fill-mask --model " + run + " --text"), out);
    Path model = directory.resolve("model.onnx");
    CommandLineRun.of("export", "--model", run, "--output", model, "--task", "encoder").succeeds();
    for (Path path : new Path[] {model, directory}) {
      JsonNode json =
          JsonMapper.builder()
              .build()
              .readTree(CommandLineRun.of("info", path, "--json").succeeds().out());
      assertEquals("BERT encoder", json.path("kind").asText());
      assertTrue(
          json.path("weights").asText().startsWith("model.onnx (ONNX, opset 17, written by"));
      assertEquals(16, json.at("/architecture/hidden_size").asInt());
      assertEquals(
          json.at("/parameters/all").asLong(),
          json.at("/parameters/embeddings").asLong()
              + json.at("/parameters/encoder").asLong()
              + json.at("/parameters/others").asLong());
      assertFalse(json.path("commands").toString().contains("fill-mask"));
    }
    Path weights = CheckpointDirectory.open(run).path().resolve("model.safetensors");
    assertTrue(CommandLineRun.of("info", weights).succeeds().out().contains("provenance"));
    CommandLineRun.of("info", shared).isRefusedWith(shared, "no checkpoint");
  }

  @Test
  void whatCannotBeExportedIsRefused() {
    Path model = directory.resolve("model.onnx");
    CommandLineRun.of("export", "--model", run, "--output", model, "--task", "question-answering")
        .isRefusedWith("no tensor qa_outputs.weight");
    CommandLineRun.of("export", "--model", run, "--output", directory.resolve("model.bin"))
        .isRefusedWith("model.bin", "ends in .onnx");
    CommandLineRun.of("export", "--model", run, "--output", model, "--task", "speech")
        .isRefusedWith("speech", "masked-lm");
    assertFalse(Files.exists(model));
  }
}
