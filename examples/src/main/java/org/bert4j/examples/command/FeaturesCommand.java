package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.LineReader;
import org.bert4j.pretrain.predict.FeatureExtractor;
import org.bert4j.pretrain.predict.FeatureExtractor.TokenFeatures;
import org.bert4j.pretrain.predict.PretrainedBert;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j features}: writes hidden states as {@code extract_features.py} does. */
@Command(
    name = "features",
    sortOptions = false,
    description =
        "Write hidden states of texts, as google-research/bert's extract_features.py does.",
    footer = {
      "",
      "Examples:",
      "  bert4j features --model runs/pretrain-1 --input texts.txt --output states.jsonl",
      "  bert4j features --model bert --input texts.txt --output states.jsonl --layers=-1,-2"
    })
public final class FeaturesCommand implements Callable<Integer> {
  private static final int BATCH_LINES = 32;
  private static final int DEFAULT_LAYERS = 4;
  private static final int DEFAULT_LENGTH = 128;
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Spec private CommandSpec spec;

  @Mixin private InferenceOptions model;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "Texts, one a line; a pair is written A ||| B.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "JSON lines, one for each line of the input.")
  private Path output;

  @Option(
      names = "--layers",
      paramLabel = "N",
      split = ",",
      description =
          "Layers, from 0 for the first or -1 for the last. Default: the last four, or all there "
              + "are.")
  private List<Integer> layers;

  @Option(
      names = "--max-seq-length",
      paramLabel = "N",
      description =
          "Longest sequence in tokens. Default: 128, or the model's positions if these are fewer.")
  private Integer maxSeqLength;

  @Mixin private EncodingOption encoding;

  /** A line of the output; {@code linex_index} is spelled as in the original. */
  private record Line(long linexIndex, List<TokenFeatures> features) {}

  /** Makes the command. */
  public FeaturesCommand() {}

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(input)) {
      throw new IllegalArgumentException(input + ": no such file");
    }
    try (PretrainedBert bert = model.load()) {
      int positions = bert.model().config().maxPositionEmbeddings();
      int length = maxSeqLength != null ? maxSeqLength : Math.min(DEFAULT_LENGTH, positions);
      FeatureExtractor extractor = new FeatureExtractor(bert, layersOf(bert), length);
      AtomicFile.write(output, channel -> write(extractor, channel));
    }
    spec.commandLine().getOut().println(output);
    return 0;
  }

  private List<Integer> layersOf(PretrainedBert bert) {
    if (layers != null) {
      return layers;
    }
    int count = Math.min(DEFAULT_LAYERS, bert.model().config().numHiddenLayers());
    return IntStream.rangeClosed(1, count).mapToObj(i -> -i).toList();
  }

  private void write(FeatureExtractor extractor, FileChannel channel) throws IOException {
    long written = 0;
    try (LineReader reader = new LineReader(input, encoding.or(null), InvalidUtf8.FAIL)) {
      List<String> lines = next(reader);
      while (!lines.isEmpty()) {
        for (List<TokenFeatures> features : extractor.extract(lines)) {
          String json = JSON.writeValueAsString(new Line(written++, features)) + "\n";
          AtomicFile.writeFully(channel, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        }
        lines = next(reader);
      }
    }
  }

  private static List<String> next(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    while (lines.size() < BATCH_LINES) {
      String line = reader.readLine();
      if (line == null) {
        break;
      }
      lines.add(line);
    }
    return lines;
  }
}
