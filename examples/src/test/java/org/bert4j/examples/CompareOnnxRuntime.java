package org.bert4j.examples;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.examples.bench.InferenceLoad;
import org.bert4j.finetune.ner.NerTagger;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * {@link NerTagger} beside ONNX Runtime with the model that {@code bert4j export} made of the same
 * checkpoint, in alternation: one text at a time, batches, many callers. Run by {@code
 * examples/compare-inference.sh} with MODEL ONNX TEXTS PRECISION ROUNDS SECONDS.
 *
 * <p>ONNX Runtime's texts are tokenized by the same tokenizer and get the likeliest label a token;
 * NerTagger's are also split into words and decoded to entities.
 */
final class CompareOnnxRuntime {
  private static final int LONGEST = 512;

  private CompareOnnxRuntime() {}

  public static void main(String[] arguments) throws IOException, OrtException {
    Path directory = Path.of(arguments[0]);
    List<String> texts =
        Files.readAllLines(Path.of(arguments[2])).stream().filter(line -> !line.isBlank()).toList();
    DataType type = DataType.valueOf(arguments[3].toUpperCase(Locale.ROOT));
    int rounds = Integer.parseInt(arguments[4]);
    double seconds = Double.parseDouble(arguments[5]);
    try (NerTagger tagger = NerTagger.load(directory, type, Machine.processors());
        Peer peer = new Peer(directory, arguments[1])) {
      Map<String, Consumer<List<String>>> models = new LinkedHashMap<>();
      models.put("bert4j", tagger::tagAll);
      models.put("ONNX Runtime", peer::labels);
      List<InferenceLoad> loads =
          List.of(
              new InferenceLoad(1, 1, seconds),
              new InferenceLoad(1, 32, seconds),
              new InferenceLoad(16, 1, seconds));
      models.values().forEach(model -> loads.forEach(load -> load.run(texts, model)));
      for (InferenceLoad load : loads) {
        compare(load, texts, models, rounds);
      }
    }
  }

  private static void compare(
      InferenceLoad load,
      List<String> texts,
      Map<String, Consumer<List<String>>> models,
      int rounds) {
    Map<String, List<InferenceLoad.Result>> results = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      models.forEach(
          (name, model) ->
              results
                  .computeIfAbsent(name, unused -> new ArrayList<>())
                  .add(load.run(texts, model)));
    }
    String kind =
        load.callers() > 1 ? load.callers() + " callers" : "batches of " + load.batchSize();
    double[] speeds = new double[models.size()];
    int row = 0;
    for (Map.Entry<String, List<InferenceLoad.Result>> each : results.entrySet()) {
      List<InferenceLoad.Result> of = each.getValue();
      speeds[row++] =
          median(of.stream().mapToDouble(InferenceLoad.Result::textsPerSecond).toArray());
      System.out.printf(
          Locale.ROOT,
          "%-14s %-13s %8.1f texts/s   p50 %7.2f  p95 %7.2f  p99 %7.2f ms%n",
          kind,
          each.getKey(),
          speeds[row - 1],
          median(of.stream().mapToDouble(InferenceLoad.Result::p50).toArray()),
          median(of.stream().mapToDouble(InferenceLoad.Result::p95).toArray()),
          median(of.stream().mapToDouble(InferenceLoad.Result::p99).toArray()));
    }
    System.out.printf(Locale.ROOT, "%-14s ratio %.2f%n", kind, speeds[0] / speeds[1]);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** ONNX Runtime as its documentation has it, with all optimizations and all cores. */
  private static final class Peer implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final BertTokenizer tokenizer;
    private final OrtSession session;

    Peer(Path directory, String onnx) throws IOException, OrtException {
      tokenizer =
          BertTokenizer.load(
              org.bert4j.common.checkpoint.CheckpointDirectory.open(directory).tokenizer());
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(Machine.processors());
      session = environment.createSession(onnx, options);
    }

    /** The likeliest label of each token. */
    List<int[]> labels(List<String> texts) {
      List<int[]> ids = new ArrayList<>();
      int longest = 0;
      for (String text : texts) {
        int[] encoded = tokenizer.encode(text).ids();
        ids.add(Arrays.copyOf(encoded, Math.min(encoded.length, LONGEST)));
        longest = Math.max(longest, ids.get(ids.size() - 1).length);
      }
      long[] shape = {texts.size(), longest};
      LongBuffer input = LongBuffer.allocate(texts.size() * longest);
      LongBuffer mask = LongBuffer.allocate(texts.size() * longest);
      for (int i = 0; i < ids.size(); i++) {
        for (int j = 0; j < ids.get(i).length; j++) {
          input.put(i * longest + j, ids.get(i)[j]);
          mask.put(i * longest + j, 1);
        }
      }
      LongBuffer types = LongBuffer.allocate(texts.size() * longest);
      try (OnnxTensor inputIds = OnnxTensor.createTensor(environment, input, shape);
          OnnxTensor attentionMask = OnnxTensor.createTensor(environment, mask, shape);
          OnnxTensor tokenTypes = OnnxTensor.createTensor(environment, types, shape);
          OrtSession.Result result =
              session.run(
                  Map.of(
                      "input_ids", inputIds,
                      "attention_mask", attentionMask,
                      "token_type_ids", tokenTypes))) {
        OnnxTensor logits = (OnnxTensor) result.get(0);
        int labels = (int) logits.getInfo().getShape()[2];
        float[] values = new float[texts.size() * longest * labels];
        logits.getFloatBuffer().get(values);
        List<int[]> found = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
          int[] ofText = new int[ids.get(i).length];
          for (int j = 0; j < ofText.length; j++) {
            ofText[j] = argMax(values, (i * longest + j) * labels, labels);
          }
          found.add(ofText);
        }
        return found;
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    private static int argMax(float[] values, int from, int count) {
      int best = 0;
      for (int i = 1; i < count; i++) {
        best = values[from + i] > values[from + best] ? i : best;
      }
      return best;
    }

    @Override
    public void close() throws OrtException {
      session.close();
      tokenizer.close();
    }
  }
}
