package org.bert4j.finetune.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertForSentenceEmbedding;
import org.bert4j.common.model.PairLoss;
import org.bert4j.common.model.Pooling;
import org.bert4j.finetune.FineTunedModel;
import org.bert4j.finetune.text.LongTexts;
import org.bert4j.finetune.text.TextWindows;

/**
 * Turns texts into vectors that are close to each other where the texts are alike.
 *
 * <pre>{@code
 * try (SentenceEmbedder embedder = SentenceEmbedder.load(Path.of("runs/embed-1"))) {
 *   float[] vector = embedder.embed("A plane is taking off.");
 * }
 * }</pre>
 *
 * <p>Thread-safe: many threads may call it, the model computes for one at a time with all its
 * threads, so that a batch is faster than its texts one by one. It owns native memory until it is
 * closed; {@link #close} waits for calls in progress.
 */
public final class SentenceEmbedder implements AutoCloseable {
  private final FineTunedModel model;
  private final EmbeddingSettings settings;
  private final boolean described;
  private final String prompt;

  /**
   * What is to be otherwise than a directory says.
   *
   * @param pooling how one vector is made of the tokens', or null
   * @param normalize whether vectors have length 1, or null
   * @param maxSeqLength longest text in tokens, or null
   * @param prompt what every text is preceded by
   */
  public record Options(Pooling pooling, Boolean normalize, Integer maxSeqLength, String prompt) {
    /** All as the directory says. */
    public static final Options DEFAULT = new Options(null, null, null, "");

    EmbeddingSettings over(EmbeddingSettings base) {
      if (maxSeqLength != null && maxSeqLength > base.maxSeqLength()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "max_seq_length is %d, expected at most the model's, which is %d",
                maxSeqLength,
                base.maxSeqLength()));
      }
      return new EmbeddingSettings(
          pooling != null ? pooling : base.pooling(),
          normalize != null ? normalize : base.normalize(),
          maxSeqLength != null ? maxSeqLength : base.maxSeqLength(),
          base.lowerCase());
    }
  }

  private SentenceEmbedder(
      FineTunedModel model, EmbeddingSettings settings, boolean described, String prompt) {
    this.model = model;
    this.settings = settings;
    this.described = described;
    this.prompt = prompt;
  }

  /**
   * Loads a model that computes in single precision on all cores.
   *
   * @param directory a sentence-transformers directory, a HuggingFace directory, or that of a run
   *     of {@code embed train}, which stands for its best checkpoint
   * @return the embedder, to be closed by the caller
   * @throws IllegalArgumentException if there is no model that can be used
   * @throws IOException if reading fails
   */
  public static SentenceEmbedder load(Path directory) throws IOException {
    return load(
        directory, Options.DEFAULT, new SharedModel.Compute(DataType.FP32, Machine.processors()));
  }

  /**
   * Loads a model.
   *
   * @param directory a sentence-transformers directory, a HuggingFace directory, or that of a run
   * @param options what is to be otherwise than the directory says
   * @param compute what it computes with
   * @return the embedder, to be closed by the caller
   * @throws IllegalArgumentException if there is no model that can be used
   * @throws IOException if reading fails
   */
  public static SentenceEmbedder load(Path directory, Options options, SharedModel.Compute compute)
      throws IOException {
    EmbeddingSettings.Found found = settings(directory);
    EmbeddingSettings settings = options.over(found.settings());
    PairLoss unused = new PairLoss(PairLoss.Kind.COSINE, PairLoss.DEFAULT_SCALE);
    FineTunedModel model =
        FineTunedModel.load(
            CheckpointDirectory.open(Files.isRegularFile(directory) ? directory : found.encoder()),
            compute,
            config -> new BertForSentenceEmbedding(config, settings.pooling(), unused),
            "embed train");
    return new SentenceEmbedder(model, settings, found.described(), options.prompt());
  }

  /**
   * What a sentence-transformers directory says of its vectors.
   *
   * @param encoder directory of the encoder
   * @param settings how vectors are made
   */
  public record Description(Path encoder, EmbeddingSettings settings) {}

  /**
   * Reads what a directory says, without the model.
   *
   * @param directory perhaps one of sentence-transformers or {@code embed train}
   * @return where its encoder is and how vectors are made, nothing if it does not say
   * @throws IllegalArgumentException if it asks for what is not supported or is broken
   * @throws IOException if reading fails
   */
  public static Optional<Description> describe(Path directory) throws IOException {
    if (!EmbeddingSettings.isDescribed(directory)) {
      return Optional.empty();
    }
    EmbeddingSettings.Found found = settings(directory);
    return Optional.of(new Description(found.encoder(), found.settings()));
  }

  /** What a directory, or the best checkpoint of a run, says of its vectors. */
  static EmbeddingSettings.Found settings(Path directory) throws IOException {
    Path described =
        EmbeddingSettings.isDescribed(directory)
            ? directory
            : CheckpointDirectory.open(directory).path();
    return EmbeddingSettings.read(
        described,
        encoder ->
            CheckpointDirectory.open(Files.isRegularFile(directory) ? directory : encoder)
                .config()
                .maxPositionEmbeddings());
  }

  /**
   * Turns a text into a vector.
   *
   * @param text the text
   * @return {@code [H]}
   */
  public float[] embed(String text) {
    return embedAll(List.of(text)).get(0);
  }

  /**
   * Turns texts into vectors.
   *
   * @param texts the texts
   * @return {@code [H]} for each, in order
   */
  public List<float[]> embedAll(List<String> texts) {
    return model.whileOpen(() -> vectors(windows(texts)));
  }

  /**
   * Counts texts of which only the beginning is read.
   *
   * @param texts the texts
   * @return how many have more than {@link EmbeddingSettings#maxSeqLength} tokens
   */
  public int longTexts(List<String> texts) {
    return model.whileOpen(() -> windows(texts).longTexts());
  }

  private List<float[]> vectors(TextWindows windows) {
    List<float[]> vectors = windows.outputs(model);
    if (settings.normalize()) {
      vectors.forEach(Vectors::normalized);
    }
    return vectors;
  }

  private TextWindows windows(List<String> texts) {
    List<String> prompted =
        texts.stream()
            .map(text -> prompt + text)
            .map(text -> settings.lowerCase() ? text.toLowerCase(Locale.ROOT) : text)
            .toList();
    return TextWindows.ofTexts(
        prompted,
        new TextWindows.Reading(model.tokenizer(), settings.maxSeqLength(), LongTexts.HEAD));
  }

  /**
   * How alike two texts are.
   *
   * @param first a text
   * @param second another
   * @return the cosine of the angle between their vectors, −1 to 1
   */
  public double similarity(String first, String second) {
    List<float[]> vectors = embedAll(List.of(first, second));
    return cosine(vectors.get(0), vectors.get(1));
  }

  /**
   * How alike two vectors are.
   *
   * @param first {@code [H]}
   * @param second {@code [H]}
   * @return the cosine of the angle between them, −1 to 1; 0 where one has no length
   */
  public static double cosine(float[] first, float[] second) {
    return Vectors.cosine(first, second);
  }

  /**
   * Gives a vector length 1, unless it has none.
   *
   * @param vector {@code [H]}, overwritten
   */
  public static void normalize(float[] vector) {
    Vectors.normalized(vector);
  }

  /**
   * Size of the vectors.
   *
   * @return H
   */
  public int dimension() {
    return model.config().hiddenSize();
  }

  /**
   * How vectors are made.
   *
   * @return the settings in use
   */
  public EmbeddingSettings settings() {
    return settings;
  }

  /**
   * Whether the directory says how vectors are made.
   *
   * @return false where the usual way was taken, or what was asked for
   */
  public boolean isDescribed() {
    return described;
  }

  @Override
  public void close() {
    model.close();
  }
}
