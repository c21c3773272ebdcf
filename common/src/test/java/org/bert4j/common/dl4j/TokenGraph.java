package org.bert4j.common.dl4j;

import java.util.Map;
import org.bert4j.common.Golden;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A ComputationGraph of a BERT layer with token types and a classifier of tokens, for tests. */
final class TokenGraph {
  private TokenGraph() {}

  static ComputationGraph of(BertLayer bert, int labels, IUpdater updater) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(updater)
                .graphBuilder()
                .addInputs("tokens", "types")
                .setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
                .addLayer("bert", bert, "tokens", "types")
                .addLayer(
                    "tags",
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(labels)
                        .activation(Activation.SOFTMAX)
                        .dataFormat(RNNFormat.NCW)
                        .build(),
                    "bert")
                .setOutputs("tags")
                .build());
    graph.init();
    return graph;
  }

  /** Gives the classifier the weights of a reference. */
  static void setClassifier(ComputationGraph graph, Map<String, Golden.Tensor> weights) {
    graph.getLayer("tags").setParam("W", array(weights.get("classifier.weight")).transpose());
    graph.getLayer("tags").setParam("b", array(weights.get("classifier.bias")).reshape(1, -1));
  }

  static INDArray array(Golden.Tensor tensor) {
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    return Nd4j.create(tensor.values().clone(), shape, 'c');
  }

  /**
   * A batch of a reference: token ids and types {@code [B, 1, T]}, classes one-hot {@code [B, K,
   * T]}, masks.
   */
  static MultiDataSet golden(Map<String, Golden.Tensor> inputs, int labels) {
    INDArray mask = array(inputs.get("attention_mask"));
    INDArray classes = array(inputs.get("ner_labels"));
    long examples = mask.size(0);
    long length = mask.size(1);
    INDArray oneHot = Nd4j.zeros(examples, labels, length);
    INDArray labelMask = Nd4j.zeros(examples, length);
    for (long b = 0; b < examples; b++) {
      for (long t = 0; t < length; t++) {
        int label = classes.getInt((int) b, (int) t);
        if (label >= 0) {
          oneHot.putScalar(b, label, t, 1);
          labelMask.putScalar(b, t, 1);
        }
      }
    }
    INDArray ids = array(inputs.get("input_ids")).reshape(examples, 1, length);
    INDArray types = array(inputs.get("token_type_ids")).reshape(examples, 1, length);
    return new MultiDataSet(
        new INDArray[] {ids, types},
        new INDArray[] {oneHot},
        new INDArray[] {mask, mask},
        new INDArray[] {labelMask});
  }
}
