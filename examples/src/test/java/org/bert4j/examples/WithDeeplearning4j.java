package org.bert4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.dl4j.BertLayer;
import org.bert4j.finetune.dl4j.EntityEvaluation;
import org.bert4j.finetune.dl4j.IteratorSettings;
import org.bert4j.finetune.dl4j.TokenClassificationIterator;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.tokenizer.BertTokenizer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** The README's example: named entities, fine-tuned by Deeplearning4j's own {@code fit}. */
final class WithDeeplearning4j {
  private WithDeeplearning4j() {}

  /** Arguments: a checkpoint, annotated files to train on and to test with, an output directory. */
  public static void main(String[] arguments) throws IOException {
    Path checkpoint = Path.of(arguments[0]);
    NerReader reader = new NerReader(NerReaderOptions.DEFAULT);
    NerDataset train = reader.read(List.of(Path.of(arguments[1])));
    NerDataset test = reader.read(List.of(Path.of(arguments[2])));
    run(checkpoint, train, test, Path.of(arguments[3]));
  }

  static double run(Path checkpoint, NerDataset train, NerDataset test, Path output)
      throws IOException {
    // README begins
    EntityLabels labels = EntityLabels.ofTypes(train.types());
    Path vocabulary =
        CheckpointDirectory.open(checkpoint).path(); // a run stands for its checkpoint
    TokenClassificationIterator batches;
    TokenClassificationIterator tests;
    try (BertTokenizer tokenizer = BertTokenizer.load(vocabulary)) {
      batches =
          TokenClassificationIterator.of(
              train.sentences(), tokenizer, labels, IteratorSettings.training(32, 128, 1));
      tests =
          TokenClassificationIterator.of(
              test.sentences(), tokenizer, labels, IteratorSettings.evaluation(32, 128));
    }
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(5e-4))
            .graphBuilder()
            .addInputs("tokens")
            .setInputTypes(InputType.recurrent(1))
            .addLayer("bert", BertLayer.of(checkpoint).build(), "tokens")
            .addLayer(
                "tags",
                new RnnOutputLayer.Builder()
                    .nOut(labels.size())
                    .activation(Activation.SOFTMAX)
                    .build(),
                "bert")
            .setOutputs("tags")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    graph.setListeners(new ScoreIterationListener(10));
    graph.fit(batches, 4);
    EntityEvaluation scores = new EntityEvaluation(labels.names());
    graph.doEvaluation(tests, scores);
    BertLayer.save(graph.getLayer("bert"), vocabulary, output); // a HuggingFace directory
    // README ends
    return scores.getValue(EntityEvaluation.Metric.F1);
  }
}
