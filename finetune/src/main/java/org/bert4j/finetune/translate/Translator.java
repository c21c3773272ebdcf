package org.bert4j.finetune.translate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.decoding.GenerationSettings;
import org.bert4j.common.decoding.Hypothesis;
import org.bert4j.common.inference.DecoderAttention;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Seq2SeqConfig;
import org.bert4j.common.model.Seq2SeqTransformer;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Translates texts.
 *
 * <pre>{@code
 * try (Translator translator = Translator.load(Path.of("runs/translate-1"))) {
 *   System.out.println(translator.translate("half past four in the afternoon on 3 March 2021").text());
 * }
 * }</pre>
 *
 * <p>Thread-safe: many threads may call it, the model computes for one at a time with all its
 * threads, so that a batch is faster than its texts one by one. The same texts give the same
 * translations. It owns native memory until it is closed; {@link #close} waits for calls in
 * progress.
 */
public final class Translator implements AutoCloseable {
  private final SharedModel<Seq2SeqTransformer, Seq2SeqBatch> model;
  private final BertTokenizer tokenizer;
  private final TranslationText text;
  private final Options options;

  /**
   * What a translator computes with.
   *
   * @param computeType type of the inputs of matrix products
   * @param threads threads that compute
   * @param batchSize texts that are translated side by side at most
   * @param beams hypotheses of a text at a time; null for what the model was trained with
   * @param lengthPenalty how much longer translations are preferred; null for what the model was
   *     trained with
   * @param cached whether keys and values of earlier tokens are kept, which is faster and changes
   *     no translation
   */
  public record Options(
      DataType computeType,
      int threads,
      int batchSize,
      Integer beams,
      Double lengthPenalty,
      boolean cached) {
    /** In single precision on all cores, 32 texts at a time. */
    public static final Options DEFAULT =
        new Options(DataType.FP32, Machine.processors(), 32, null, null, true);

    /**
     * Checks the batch size. {@inheritDoc}
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Options {
      if (batchSize < 1) {
        throw new IllegalArgumentException("batch_size is " + batchSize + ", expected 1 or more");
      }
    }

    private GenerationSettings over(GenerationSettings trained) {
      return new GenerationSettings(
          trained.beginId(),
          trained.endId(),
          beams == null ? trained.beams() : beams,
          lengthPenalty == null ? trained.lengthPenalty() : lengthPenalty,
          trained.maxLength(),
          cached);
    }
  }

  private final GenerationSettings generation;

  private Translator(
      SharedModel<Seq2SeqTransformer, Seq2SeqBatch> model,
      BertTokenizer tokenizer,
      TranslationSettings settings,
      Options options) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.options = options;
    text = new TranslationText(tokenizer);
    generation = options.over(text.generation(settings));
  }

  /**
   * Loads a model that computes in single precision on all cores.
   *
   * @param directory directory of a checkpoint, or of a run of {@code translate train}, which
   *     stands for its best checkpoint
   * @return the translator, to be closed by the caller
   * @throws IllegalArgumentException if there is no such model that can be used
   * @throws IOException if reading fails
   */
  public static Translator load(Path directory) throws IOException {
    return load(directory, Options.DEFAULT);
  }

  /**
   * Loads a model.
   *
   * @param directory directory of a checkpoint or of a run
   * @param options what it computes with
   * @return the translator, to be closed by the caller
   * @throws IllegalArgumentException if there is no such model that can be used
   * @throws IOException if reading fails
   */
  public static Translator load(Path directory, Options options) throws IOException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    Path config = checkpoint.path().resolve("config.json");
    Seq2SeqConfig architecture = Seq2SeqConfig.read(config);
    TranslationSettings settings = TranslationSettings.of(architecture, JsonFile.read(config));
    BertTokenizer tokenizer = BertTokenizer.load(checkpoint.tokenizer());
    SharedModel<Seq2SeqTransformer, Seq2SeqBatch> model = null;
    try {
      model =
          SharedModel.load(
              checkpoint,
              tokenizer.vocabularySize(),
              new SharedModel.Compute(options.computeType(), options.threads()),
              encoder -> new Seq2SeqTransformer(encoder, architecture));
      requireDecoder(checkpoint, model.report().missing());
      return new Translator(model, tokenizer, settings, options);
    } catch (IOException | RuntimeException | Error e) {
      if (model != null) {
        model.close();
      }
      tokenizer.close();
      throw e;
    }
  }

  private static void requireDecoder(CheckpointDirectory checkpoint, List<String> missing) {
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s is missing, expected a model trained by bert4j translate train",
              checkpoint.path(),
              missing.get(0)));
    }
  }

  /**
   * Translates a text.
   *
   * @param source the text
   * @return its translation
   * @throws IllegalArgumentException if it has more tokens than the model has positions
   * @throws IllegalStateException if the translator is closed
   */
  public Translation translate(String source) {
    return translateAll(List.of(source)).get(0);
  }

  /**
   * Translates many texts.
   *
   * @param sources the texts
   * @return the translation of each, in order
   * @throws IllegalArgumentException if one has more tokens than the model has positions
   * @throws IllegalStateException if the translator is closed
   */
  public List<Translation> translateAll(List<String> sources) {
    return model.whileOpen(
        () -> {
          List<int[]> ids = text.encode(sources);
          requireFitting(sources, ids);
          Hypothesis[] found =
              model.compute(
                  opened -> new SourceTranslation(opened, generation, options.batchSize()).of(ids));
          List<Translation> translations = new ArrayList<>();
          for (Hypothesis each : found) {
            translations.add(new Translation(text.decode(each.ids()), each.score()));
          }
          return translations;
        });
  }

  /**
   * Translates a text and shows what the decoder attended to.
   *
   * @param source the text
   * @return the attention of all layers
   * @throws IllegalArgumentException if it has more tokens than the model has positions
   * @throws IllegalStateException if the translator is closed
   */
  public TranslationAttention attention(String source) {
    return model.whileOpen(
        () -> {
          int[] ids = encoded(source);
          return model.compute(opened -> attention(opened, ids, written(opened, ids)));
        });
  }

  /**
   * Shows what the decoder attends to while it reads a translation that somebody else wrote.
   *
   * @param source the text
   * @param target its translation
   * @return the attention of all layers
   * @throws IllegalArgumentException if one has more tokens than the model has positions
   * @throws IllegalStateException if the translator is closed
   */
  public TranslationAttention attention(String source, String target) {
    return model.whileOpen(
        () -> {
          int[] ids = encoded(source);
          int[] given = encoded(target);
          return model.compute(opened -> attention(opened, ids, given));
        });
  }

  private int[] encoded(String one) {
    List<int[]> ids = text.encode(List.of(one));
    requireFitting(List.of(one), ids);
    return ids.get(0);
  }

  /** The translation between the tokens that every target begins and ends with. */
  private int[] written(DataParallel<Seq2SeqTransformer, Seq2SeqBatch> opened, int[] source) {
    SourceTranslation translation = new SourceTranslation(opened, generation, options.batchSize());
    int[] found = translation.of(List.of(source))[0].ids();
    int[] target = new int[found.length + 2];
    System.arraycopy(found, 0, target, 1, found.length);
    target[0] = generation.beginId();
    target[found.length + 1] = generation.endId();
    return target;
  }

  private TranslationAttention attention(
      DataParallel<Seq2SeqTransformer, Seq2SeqBatch> opened, int[] source, int[] target) {
    Seq2SeqBatch pair = new Seq2SeqBatch();
    pair.sequences().add(source, new int[source.length], 0, source.length);
    pair.addTarget(target);
    List<String> tokens = tokens(target);
    return new TranslationAttention(
        tokens(source),
        tokens.subList(0, tokens.size() - 1),
        tokens.subList(1, tokens.size()),
        DecoderAttention.of(opened, pair));
  }

  private List<String> tokens(int[] ids) {
    return Arrays.stream(ids).mapToObj(tokenizer::token).toList();
  }

  private void requireFitting(List<String> sources, List<int[]> ids) {
    int positions = model.config().maxPositionEmbeddings();
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i).length > positions) {
        String begin = sources.get(i).substring(0, Math.min(40, sources.get(i).length()));
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a text of %d tokens, expected at most the model's %d; it begins \"%s\"",
                ids.get(i).length,
                positions,
                begin));
      }
    }
  }

  /**
   * Compares translations with references.
   *
   * @param pairs texts and their translations
   * @return the scores
   */
  public TranslationScores evaluate(List<TranslationPair> pairs) {
    long begin = System.nanoTime();
    List<Translation> found = translateAll(pairs.stream().map(TranslationPair::source).toList());
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<String> references =
        model.whileOpen(() -> pairs.stream().map(pair -> text.normalized(pair.target())).toList());
    return TranslationScores.of(
        found.stream().map(Translation::text).toList(), references, seconds);
  }

  @Override
  public void close() {
    model.close();
    tokenizer.close();
  }
}
