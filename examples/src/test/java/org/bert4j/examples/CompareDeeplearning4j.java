package org.bert4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.dl4j.BertLayer;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForTokenClassification;
import org.bert4j.common.model.Initialization;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.bert4j.common.train.OptimizerSettings;
import org.bert4j.common.train.TrainingSession;
import org.bert4j.common.train.TrainingStep;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.FineTuningRuntime;
import org.bert4j.finetune.dl4j.EntityEvaluation;
import org.bert4j.finetune.dl4j.IteratorSettings;
import org.bert4j.finetune.dl4j.TokenClassificationIterator;
import org.bert4j.finetune.ner.NerData;
import org.bert4j.finetune.ner.NerTraining;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.tokenizer.BertTokenizer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Fine-tuning by Deeplearning4j's {@code fit} beside bert4j's own: {@code steps SIZE BATCH LENGTH
 * ROUNDS} times a step of both in alternation, {@code scores CHECKPOINT TRAIN VALIDATION TEST
 * EPOCHS BATCH RATE SEEDS} compares test F1. Run by {@code examples/compare-dl4j.sh}.
 */
final class CompareDeeplearning4j {
  private static final int LABELS = 9;
  private static final double WARM_UP = 0.1;

  private CompareDeeplearning4j() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("steps")) {
      steps(
          arguments[1],
          Integer.parseInt(arguments[2]),
          Integer.parseInt(arguments[3]),
          Integer.parseInt(arguments[4]));
    } else {
      for (int seed = 1; seed <= Integer.parseInt(arguments[8]); seed++) {
        scores(Arrays.copyOfRange(arguments, 1, arguments.length), seed);
      }
    }
  }

  private static ComputationGraph graph(BertLayer bert, int labels, Adam adam, long seed) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(adam)
                .graphBuilder()
                .addInputs("tokens")
                .setInputTypes(InputType.recurrent(1))
                .addLayer("bert", bert, "tokens")
                .addLayer(
                    "tags",
                    new RnnOutputLayer.Builder()
                        .nOut(labels)
                        .dropOut(0.9)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "bert")
                .setOutputs("tags")
                .build());
    graph.init();
    return graph;
  }

  /** Random tokens, all labelled, for both. */
  private static void steps(String size, int examples, int length, int rounds) {
    BertConfig config = BertConfig.preset(size, 30_522);
    BertLayer bert = BertLayer.of(config).build();
    TokenClassificationBatch batch = new TokenClassificationBatch();
    INDArray ids = Nd4j.zeros(examples, 1, length);
    INDArray labels = Nd4j.zeros(examples, LABELS, length);
    Random random = new Random(1);
    for (int b = 0; b < examples; b++) {
      int[] tokens = random.ints(length, 0, config.vocabSize()).toArray();
      batch.sequences().add(tokens, new int[length], 0, length);
      for (int t = 0; t < length; t++) {
        batch.addLabel(tokens[t] % LABELS);
        ids.putScalar(b, 0, t, tokens[t]);
        labels.putScalar(b, tokens[t] % LABELS, t, 1);
      }
    }
    INDArray mask = Nd4j.ones(examples, length);
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {ids},
            new INDArray[] {labels},
            new INDArray[] {mask},
            new INDArray[] {mask});
    ComputationGraph graph = graph(bert, LABELS, new Adam(1e-4), 1);
    try (var session =
        new TrainingSession<>(
            Machine.processors(),
            () -> new BertForTokenClassification(config, LABELS),
            Precision.AUTO.dataType(),
            Algorithm.ADAMW,
            OptimizerSettings.FINE_TUNING)) {
      session.initialize(Initialization.BERT, 1);
      TrainingStep<TokenClassificationBatch> step = new TrainingStep<>(session, 1, 1);
      List<Double> own = new ArrayList<>();
      List<Double> fit = new ArrayList<>();
      List<Double> gradients = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        long number = i;
        own.add(milliseconds(() -> step.take(number, List.of(batch), 1e-4)));
        fit.add(milliseconds(() -> graph.fit(data)));
        gradients.add(
            milliseconds(
                () -> {
                  graph.setInputs(data.getFeatures());
                  graph.setLabels(data.getLabels());
                  graph.setLayerMaskArrays(
                      data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
                  graph.computeGradientAndScore();
                }));
      }
      System.out.printf(
          "%s %dx%d: bert4j %.1f ms, fit %.1f ms (ratio %.2f), of which forward and backward %.1f ms,"
              + " updater and the rest %.1f ms%n",
          size,
          examples,
          length,
          median(own),
          median(fit),
          median(fit) / median(own),
          median(gradients),
          median(fit) - median(gradients));
    }
  }

  private static double milliseconds(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e6;
  }

  /** Of the later half, when all is compiled. */
  private static double median(List<Double> times) {
    List<Double> late = times.subList(times.size() / 2, times.size()).stream().sorted().toList();
    return late.get(late.size() / 2);
  }

  private static void scores(String[] arguments, long seed) throws IOException {
    Path checkpoint = Path.of(arguments[0]);
    int epochs = Integer.parseInt(arguments[4]);
    int batchSize = Integer.parseInt(arguments[5]);
    double rate = Double.parseDouble(arguments[6]);
    NerReader reader = new NerReader(NerReaderOptions.DEFAULT);
    NerDataset train = reader.read(List.of(Path.of(arguments[1])));
    NerDataset test = reader.read(List.of(Path.of(arguments[3])));
    EntityLabels labels = EntityLabels.ofTypes(train.types());
    TokenClassificationIterator batches;
    TokenClassificationIterator tests;
    int positions = CheckpointDirectory.open(checkpoint).config().maxPositionEmbeddings();
    int longest = Math.min(128, positions);
    try (BertTokenizer tokenizer =
        BertTokenizer.load(CheckpointDirectory.open(checkpoint).path())) {
      batches =
          TokenClassificationIterator.of(
              train.sentences(),
              tokenizer,
              labels,
              IteratorSettings.training(batchSize, longest, seed));
      tests =
          TokenClassificationIterator.of(
              test.sentences(), tokenizer, labels, IteratorSettings.evaluation(batchSize, longest));
    }
    int steps = 0;
    for (; batches.hasNext(); batches.next()) {
      steps += epochs;
    }
    batches.reset();
    ISchedule decay = new PolySchedule(ScheduleType.ITERATION, rate, 1, steps);
    Adam adam = new Adam(new RampSchedule(decay, Math.max(1, (int) (WARM_UP * steps))));
    ComputationGraph graph = graph(BertLayer.of(checkpoint).build(), labels.size(), adam, seed);
    graph.fit(batches, epochs);
    EntityEvaluation evaluation = new EntityEvaluation(labels.names());
    graph.doEvaluation(tests, evaluation);
    double own = own(arguments, longest, seed);
    System.out.printf(
        "seed %d: test F1 of Deeplearning4j's fit %.4f, of bert4j ner train %.4f%n",
        seed, evaluation.getValue(EntityEvaluation.Metric.F1), own);
  }

  private static double own(String[] arguments, int longest, long seed) throws IOException {
    Path output = Files.createTempDirectory("compare").resolve("run");
    FineTuningHyperparameters training =
        new FineTuningHyperparameters(
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]),
            1,
            Double.parseDouble(arguments[6]),
            WARM_UP,
            0.01,
            longest,
            seed,
            0,
            Curve.LINEAR);
    FineTuningConfig<NerData> config =
        new FineTuningConfig<>(
            ModelConfig.existing(Path.of(arguments[0])),
            null,
            new NerData(
                List.of(Path.of(arguments[1])),
                List.of(Path.of(arguments[2])),
                List.of(Path.of(arguments[3])),
                NerReaderOptions.DEFAULT),
            training,
            new FineTuningRuntime(output, false, Precision.AUTO, Machine.processors(), 100, null));
    return NerTraining.run(config, FineTuningListener.NONE).orElseThrow().at("/test/f1").asDouble();
  }
}
