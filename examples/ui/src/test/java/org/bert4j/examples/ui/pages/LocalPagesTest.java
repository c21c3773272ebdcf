package org.bert4j.examples.ui.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.bert4j.common.train.StepListener;
import org.bert4j.common.train.TrainedStep;
import org.bert4j.examples.sample.SampleCorpus;
import org.bert4j.examples.ui.TrainingPages;
import org.bert4j.pretrain.Pretraining;
import org.bert4j.pretrain.PretrainingConfig;
import org.bert4j.pretrain.PretrainingHyperparameters;
import org.bert4j.pretrain.PretrainingListener;
import org.bert4j.pretrain.PretrainingRuntime;
import org.bert4j.pretrain.TextConfig;
import org.bert4j.pretrain.VocabularyConfig;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.data.DataConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of a run that goes on, and of its recording afterwards. */
class LocalPagesTest {
  private static final int STEPS = 20;

  @TempDir Path directory;

  private static JsonNode get(TrainingPages pages, String path) throws IOException {
    HttpResponse<String> response = page(pages, path);
    assertEquals(200, response.statusCode(), path);
    return new ObjectMapper().readTree(response.body());
  }

  private static HttpResponse<String> page(TrainingPages pages, String path) throws IOException {
    URI address = URI.create(pages.address()).resolve(path);
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private PretrainingConfig config(Path output) throws IOException {
    Path corpus = directory.resolve("corpus.txt");
    SampleCorpus.writeTo(corpus, 1, 30);
    Path model = directory.resolve("small.json");
    Files.writeString(
        model,
        """
        {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
         "intermediate_size": 32, "max_position_embeddings": 32}
        """);
    return new PretrainingConfig(
        ModelConfig.random(model.toString()),
        new TextConfig(
            List.of(corpus),
            CorpusOptions.DEFAULT,
            null,
            List.of(),
            new VocabularyConfig(null, 1500, false)),
        new DataConfig(24, 0, 0.15, false, 4, 7),
        new PretrainingHyperparameters(
            STEPS,
            0,
            1,
            Algorithm.ADAMW,
            1e-3,
            PretrainingHyperparameters.WARMUP_TENTH,
            Curve.LINEAR),
        new PretrainingRuntime(output, false, Precision.FP32, 1, 0, 0, 10, 2));
  }

  /** Looks at the pages while the run goes on. */
  private record Watching(StepListener steps, TrainingPages pages) implements PretrainingListener {
    @Override
    public void modelReady(DataParallel<?, ?> model) {
      steps.modelReady(model);
    }

    @Override
    public void stepTaken(TrainedStep step) {
      steps.stepTaken(step);
      if (step.step() == STEPS - 1) {
        try {
          assertEquals(2, get(pages, "/train/overview/data").path("scores").size());
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @Test
  void aRunIsShownWhileItGoesOnAndAfterwards() throws IOException {
    Path output = directory.resolve("run");
    try (TrainingPages pages = TrainingPages.open(0)) {
      Pretraining.run(config(output), new Watching(pages.record(output), pages));
      assertShown(pages);
      assertLoopbackOnly(URI.create(pages.address()).getPort());
      IOException refused =
          assertThrows(
              IOException.class, () -> TrainingPages.open(URI.create(pages.address()).getPort()));
      assertTrue(
          refused.getMessage().contains("choose another with --ui-port"), refused::getMessage);
    }
    try (TrainingPages pages = TrainingPages.open(0);
        Stream<Path> files = Files.list(output)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".db")).toList()) {
        pages.show(file);
      }
      assertShown(pages);
    }
  }

  private static void assertShown(TrainingPages pages) throws IOException {
    for (String name : List.of("overview", "model", "system")) {
      HttpResponse<String> page = page(pages, "/train/" + name);
      assertEquals(200, page.statusCode(), name);
      assertTrue(page.body().contains("<html"), name);
    }
    JsonNode overview = get(pages, "/train/overview/data");
    assertEquals("[1,10,20]", overview.path("scoresIter").toString());
    overview.path("scores").forEach(score -> assertTrue(score.asDouble() > 1, overview::toString));
    JsonNode ratios = overview.path("updateRatios").path("layer1_attention.self.query_W");
    assertEquals(3, ratios.size(), overview::toString);
    assertTrue(ratios.get(1).asDouble() > 0 && ratios.get(1).asDouble() < 1, ratios::toString);
    assertEquals("ComputationGraph", overview.path("model").get(0).get(1).asText());
    JsonNode graph = get(pages, "/train/model/graph");
    assertTrue(graph.toString().contains("layer1"), graph::toString);
    JsonNode layer = get(pages, "/train/model/data/2");
    assertEquals(3, layer.at("/meanMag/iterCounts").size(), layer::toString);
    assertTrue(layer.at("/meanMag/ratios").has("attention.self.query_W"), layer::toString);
    assertTrue(layer.path("learningRates").toString().contains("attention"), layer::toString);
    JsonNode system = get(pages, "/train/system/data");
    assertTrue(system.toString().contains("oneDNN"), system::toString);
  }

  private static void assertLoopbackOnly(int port) throws IOException {
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : each.inetAddresses().toList()) {
        if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
          assertThrows(
              IOException.class, () -> new Socket(address, port).close(), address::toString);
        }
      }
    }
  }
}
