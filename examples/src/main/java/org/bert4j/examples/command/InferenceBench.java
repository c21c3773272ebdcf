package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.examples.bench.InferenceLoad;
import org.bert4j.examples.bench.InferenceModel;

/**
 * Measures a model in use: one caller with a text at a time, batches, and many callers.
 *
 * @param model where it is
 * @param compute what it computes with
 * @param load the batch's size, how many callers, and for how long each is measured
 */
record InferenceBench(Path model, SharedModel.Compute compute, InferenceLoad load) {
  void run(Path input, PrintWriter out, boolean asJson) throws IOException {
    List<String> texts =
        Files.readAllLines(input).stream().map(String::strip).filter(t -> !t.isEmpty()).toList();
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(input + ": no texts, expected one a line");
    }
    long start = System.nanoTime();
    try (InferenceModel loaded = InferenceModel.load(model, compute)) {
      loaded.answering().accept(texts.subList(0, 1));
      double firstAnswer = (System.nanoTime() - start) / 1e6;
      List<InferenceLoad> loads =
          List.of(
              new InferenceLoad(1, 1, load.seconds()),
              new InferenceLoad(1, load.batchSize(), load.seconds()),
              new InferenceLoad(load.callers(), 1, load.seconds()));
      for (InferenceLoad each : loads) {
        each.run(texts, loaded.answering()); // compiles kernels for the lengths that there are
      }
      List<InferenceLoad.Result> results =
          loads.stream().map(each -> each.run(texts, loaded.answering())).toList();
      if (asJson) {
        out.println(json(loaded.task(), firstAnswer, results));
      } else {
        print(loaded.task(), firstAnswer, results, out);
      }
    }
  }

  private ObjectNode json(String task, double firstAnswer, List<InferenceLoad.Result> results) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode line = mapper.createObjectNode();
    line.put("task", task);
    line.put("precision", precision());
    line.put("threads", compute.threads());
    line.put("first_answer_ms", firstAnswer);
    line.set("loads", mapper.valueToTree(results));
    return line;
  }

  private String precision() {
    return compute.type().name().toLowerCase(Locale.ROOT);
  }

  private void print(
      String task, double firstAnswer, List<InferenceLoad.Result> results, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s of texts, %s, %d threads; from loading to the first answer %.0f ms%n",
        task,
        precision(),
        compute.threads(),
        firstAnswer);
    out.println("callers  texts a call  texts/s  p50 ms  p95 ms  p99 ms");
    for (InferenceLoad.Result result : results) {
      out.printf(
          Locale.ROOT,
          "%7d  %12d  %7.1f  %6.2f  %6.2f  %6.2f%n",
          result.callers(),
          result.batchSize(),
          result.textsPerSecond(),
          result.p50(),
          result.p95(),
          result.p99());
    }
    out.flush();
  }
}
