package org.bert4j.finetune.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.FineTuningRuntime;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;

/** A tokenizer, an architecture, and sentences that a very small model learns in a second. */
public record SmallTexts(Path directory, Path tokenizer, Path architecture) {
  private static final List<String> GOOD = List.of("good", "great", "nice", "fine");
  private static final List<String> BAD = List.of("bad", "poor", "dull", "grim");
  private static final List<String> OTHER = List.of("a", "film", "the", "plot", "is", "and");

  /** Makes them. */
  public static SmallTexts in(Path directory) throws IOException {
    List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    tokens.addAll(GOOD);
    tokens.addAll(BAD);
    tokens.addAll(OTHER);
    Path tokenizer = directory.resolve("tokenizer");
    try (BertTokenizer made = BertTokenizer.of(tokens, BertNormalization.uncased())) {
      made.save(tokenizer);
    }
    Path architecture =
        Files.writeString(
            directory.resolve("small.json"),
            """
            {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
             "intermediate_size": 64, "max_position_embeddings": 40, "hidden_dropout_prob": 0.0,
             "attention_probs_dropout_prob": 0.0}
            """);
    return new SmallTexts(directory, tokenizer, architecture);
  }

  /** Words of which one tells whether they are good. */
  public static String sentence(boolean good, Random random) {
    StringBuilder text = new StringBuilder();
    int length = 2 + random.nextInt(6);
    int place = random.nextInt(length);
    for (int i = 0; i < length; i++) {
      List<String> words = i != place ? OTHER : good ? GOOD : BAD;
      text.append(i == 0 ? "" : " ").append(words.get(random.nextInt(words.size())));
    }
    return text.toString();
  }

  /** A run over data of a task. */
  public <D extends Record> FineTuningConfig<D> config(
      Path output, boolean resume, int epochs, D data) {
    return new FineTuningConfig<>(
        ModelConfig.random(architecture.toString()),
        tokenizer,
        data,
        new FineTuningHyperparameters(epochs, 8, 1, 3e-3, 0.1, 0.01, 24, 1, 0, Curve.LINEAR),
        new FineTuningRuntime(output, resume, Precision.FP32, 1, 5, null));
  }
}
