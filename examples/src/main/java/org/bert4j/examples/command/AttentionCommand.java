package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.AttentionMap;
import org.bert4j.examples.plot.AttentionHeads;
import org.bert4j.examples.plot.AttentionPicture;
import org.bert4j.examples.report.AttentionPage;
import org.bert4j.pretrain.predict.PretrainedBert;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.EncodeOptions;
import org.bert4j.tokenizer.Encoding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j attention}: draws what the heads of a model attend to. */
@Command(
    name = "attention",
    sortOptions = false,
    description = {
      "Draw what the heads of a model attend to in a text: a row for each token that attends, a"
          + " column for each that is attended to.",
      "The model is a BERT of any kind, pre-trained or fine-tuned."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j attention --model runs/pretrain-1 --text \"The cat sat on the mat.\"",
      "  bert4j attention --model bert --text \"It is raining.\" --layer 3 --head 1 --output head.png"
    })
public final class AttentionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private InferenceOptions model;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      required = true,
      description = "The text; [MASK] and the like in it are special tokens.")
  private String text;

  @Option(
      names = "--pair",
      paramLabel = "TEXT",
      description = "A second text, to be read with the first as a pair. Default: none.")
  private String pair;

  @Option(
      names = "--layer",
      paramLabel = "N",
      description = "Only this layer, the first being 1. Default: all.")
  private Integer layer;

  @Option(
      names = "--head",
      paramLabel = "N",
      description = "Only this head of each layer, the first being 1. Default: all.")
  private Integer head;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "attention.html",
      description =
          "A picture, FILE.png, or a page in which heads can be chosen, FILE.html. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path output;

  /** Makes the command. */
  public AttentionCommand() {}

  @Override
  public Integer call() throws Exception {
    String name = output.toString().toLowerCase(Locale.ROOT);
    boolean isPicture = name.endsWith(".png");
    if (!isPicture && !name.endsWith(".html") && !name.endsWith(".htm")) {
      throw new IllegalArgumentException(
          "--output is " + output + ", expected a name that ends in .png or .html");
    }
    requirePositive("--layer", layer);
    requirePositive("--head", head);
    AttentionHeads heads = heads();
    if (isPicture) {
      AttentionPicture.draw(heads, output);
    } else {
      String read = pair == null ? text : text + " / " + pair;
      AttentionPage.write(heads, model.model().toString(), read, output);
    }
    spec.commandLine().getOut().println(output);
    return 0;
  }

  private static void requirePositive(String option, Integer number) {
    if (number != null && number < 1) {
      throw new IllegalArgumentException(
          option + " is " + number + ", expected at least 1, which is the first");
    }
  }

  private AttentionHeads heads() throws IOException {
    try (PretrainedBert bert = model.load()) {
      BertTokenizer tokenizer = bert.tokenizer();
      Encoding encoding = tokenizer.encode(text, pair, EncodeOptions.untruncated());
      int most = bert.model().config().maxPositionEmbeddings();
      if (encoding.length() > most) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the text has %d tokens, expected at most %d, the model's"
                    + " max_position_embeddings; give a shorter one",
                encoding.length(),
                most));
      }
      List<String> tokens = new ArrayList<>();
      for (int id : encoding.ids()) {
        tokens.add(tokenizer.token(id));
      }
      TokenBatch batch = new TokenBatch();
      batch.add(encoding.ids(), encoding.typeIds(), 0, encoding.length());
      List<AttentionMap> layers = bert.model().compute(used -> AttentionMap.of(used, batch));
      return new AttentionHeads(tokens, layers, layer == null ? 0 : layer, head == null ? 0 : head);
    }
  }
}
