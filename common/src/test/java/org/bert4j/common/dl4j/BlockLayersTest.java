package org.bert4j.common.dl4j;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.kernel.Precision;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The single blocks: against references and arithmetic of ND4J's, and their gradients. */
class BlockLayersTest {
  private static final int SIZE = 8;

  private static MultiLayerNetwork network(int size, Layer... layers) {
    var list = new NeuralNetConfiguration.Builder().seed(5).updater(new NoOp()).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    list.layer(new RnnLossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build());
    MultiLayerNetwork network =
        new MultiLayerNetwork(list.setInputType(InputType.recurrent(size)).build());
    network.init();
    return network;
  }

  private static INDArray random(long... shape) {
    return Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(9), shape).subi(0.5);
  }

  /** Lengths 7, 2 and 4 of at most 7. */
  private static INDArray mask() {
    INDArray mask = Nd4j.zeros(3, 7);
    int[] lengths = {7, 2, 4};
    for (int b = 0; b < 3; b++) {
      mask.get(NDArrayIndex.point(b), NDArrayIndex.interval(0, lengths[b])).assign(1);
    }
    return mask;
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  @Test
  void anEncoderLayerIsTheReferences() {
    Map<String, Golden.Tensor> weights = Golden.tensors("tiny/model.safetensors");
    Map<String, Golden.Tensor> forward = Golden.tensors("tiny/forward.safetensors");
    INDArray mask = TokenGraph.array(Golden.tensor("tiny/inputs.safetensors", "attention_mask"));
    MultiLayerNetwork network =
        network(
            32,
            new EncoderLayer.Builder(32, 4)
                .intermediateSize(64)
                .dropout(0, 0)
                .precision(Precision.FP32)
                .build());
    for (String key : network.getLayer(0).paramTable().keySet()) {
      Golden.Tensor value = weights.get("bert.encoder.layer.0." + key);
      network.getLayer(0).setParam(key, TokenGraph.array(value));
    }
    INDArray states = TokenGraph.array(forward.get("embeddings")).permute(0, 2, 1);
    INDArray expected = TokenGraph.array(forward.get("encoder.layer.0")).permute(0, 2, 1);
    INDArray actual = network.output(states, false, mask, mask);
    INDArray tokens = mask.reshape(mask.size(0), 1, mask.size(1));
    assertClose("encoder layer", floats(expected.mul(tokens)), floats(actual), 2e-5);
  }

  @Test
  void attentionIsSoftmaxOfScaledProductsWithBiases() {
    MultiLayerNetwork network =
        network(
            SIZE, new MultiHeadAttentionLayer.Builder(SIZE, 2).precision(Precision.FP32).build());
    INDArray params = network.getLayer(0).params();
    params.assign(random(params.shape()));
    INDArray x = random(3, SIZE, 7);
    INDArray actual = network.output(x, false, mask(), mask());
    int[] lengths = {7, 2, 4};
    for (int b = 0; b < 3; b++) {
      INDArray rows =
          x.get(NDArrayIndex.point(b), NDArrayIndex.all(), NDArrayIndex.interval(0, lengths[b]))
              .transpose();
      INDArray expected = attention(network.getLayer(0).paramTable(), rows);
      INDArray found =
          actual
              .get(NDArrayIndex.point(b), NDArrayIndex.all(), NDArrayIndex.interval(0, lengths[b]))
              .transpose();
      assertClose("sequence " + b, floats(expected), floats(found), 1e-5);
    }
    assertEquals(
        0,
        actual
            .get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.interval(2, 7))
            .norm1Number()
            .doubleValue());
  }

  private static INDArray attention(Map<String, INDArray> table, INDArray rows) {
    INDArray query = dense(table, "self.query", rows);
    INDArray key = dense(table, "self.key", rows);
    INDArray value = dense(table, "self.value", rows);
    INDArray heads = Nd4j.zeros(rows.size(0), SIZE);
    for (int head = 0; head < 2; head++) {
      var own = NDArrayIndex.interval(head * 4, head * 4 + 4);
      INDArray q = query.get(NDArrayIndex.all(), own).dup();
      INDArray k = key.get(NDArrayIndex.all(), own).dup();
      INDArray v = value.get(NDArrayIndex.all(), own).dup();
      INDArray scores = Transforms.softmax(q.mmul(k.transpose()).div(2), true);
      heads.put(
          new org.nd4j.linalg.indexing.INDArrayIndex[] {NDArrayIndex.all(), own}, scores.mmul(v));
    }
    return dense(table, "output.dense", heads);
  }

  private static INDArray dense(Map<String, INDArray> table, String name, INDArray rows) {
    return rows.mmul(table.get(name + ".weight").transpose())
        .addRowVector(table.get(name + ".bias"));
  }

  @Test
  void layerNormHasItsOwnEpsilonAndTakesVectorsToo() {
    MultiLayerNetwork network =
        network(SIZE, new LayerNormLayer.Builder(SIZE).epsilon(0.5).build());
    INDArray x = random(3, SIZE, 7);
    INDArray mean = x.mean(true, 1);
    INDArray variance = x.var(false, 1).reshape(3, 1, 7);
    INDArray expected = x.sub(mean).div(Transforms.sqrt(variance.add(0.5)));
    assertClose("normalized", floats(expected), floats(network.output(x)), 1e-5);
    MultiLayerNetwork flat =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .list()
                .layer(new LayerNormLayer.Builder(SIZE).epsilon(0.5).build())
                .layer(
                    new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(SIZE))
                .build());
    flat.init();
    INDArray vectors = x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0)).dup();
    INDArray ofVectors =
        expected.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0));
    assertClose("vectors", floats(ofVectors), floats(flat.feedForward(vectors).get(1)), 1e-5);
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 0}});
    double before = flat.score(new DataSet(vectors, labels));
    flat.fit(vectors, labels);
    assertTrue(flat.score(new DataSet(vectors, labels)) < before);
  }

  @Test
  void positionsAreSinesAndCosines() {
    MultiLayerNetwork network = network(SIZE, new SinusoidalPositionLayer.Builder().build());
    INDArray actual = network.output(Nd4j.zeros(2, SIZE, 5));
    for (int t = 0; t < 5; t++) {
      for (int column = 0; column < SIZE; column += 2) {
        double angle = t / Math.pow(10_000, column / (double) SIZE);
        assertEquals(Math.sin(angle), actual.getDouble(1, column, t), 1e-6);
        assertEquals(Math.cos(angle), actual.getDouble(0, column + 1, t), 1e-6);
      }
    }
  }

  @Test
  void gradientsAreDifferencesThroughAllBlocksAndTheMask() {
    MultiLayerNetwork network =
        network(
            SIZE,
            new LayerNormLayer.Builder(SIZE).epsilon(1e-3).build(),
            new SinusoidalPositionLayer.Builder().build(),
            new MultiHeadAttentionLayer.Builder(SIZE, 2).precision(Precision.FP32).build(),
            new EncoderLayer.Builder(SIZE, 2).dropout(0, 0).precision(Precision.FP32).build());
    INDArray params = network.params();
    params.addi(random(params.shape()));
    DataSet data = new DataSet(random(3, SIZE, 7), random(3, SIZE, 7).mul(3), mask(), mask());
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.setLayerMaskArrays(mask(), mask());
    network.computeGradientAndScore();
    INDArray gradient = network.gradient().gradient().dup();
    for (int seed = 0; seed < 4; seed++) {
      INDArray noise =
          Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(seed), gradient.shape());
      INDArray direction =
          noise
              .sub(0.5)
              .div(Math.sqrt(gradient.length()) / 4)
              .add(gradient.div(gradient.norm2Number()));
      double expected = direction.mul(gradient).sumNumber().doubleValue();
      double step = 5e-3 / direction.norm2Number().doubleValue();
      double difference =
          3
              * (moved(network, data, direction, step) - moved(network, data, direction, -step))
              / (2 * step);
      assertEquals(expected, difference, 5e-3 * Math.abs(expected), "direction " + seed);
    }
  }

  private static double moved(
      MultiLayerNetwork network, DataSet data, INDArray direction, double step) {
    INDArray before = network.params().dup();
    network.params().addi(direction.mul(step));
    double score = network.score(data, true);
    network.params().assign(before);
    return score;
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() {
    MultiLayerNetwork network = network(SIZE, new LayerNormLayer.Builder(SIZE).build());
    String refused =
        assertThrows(IllegalArgumentException.class, () -> network.output(random(3, 5, 7)))
            .getMessage();
    assertTrue(refused.contains("shape [3, 5, 7], expected [B, 8, T] or [B, 8]"), refused);
    assertThrows(IllegalArgumentException.class, () -> new EncoderLayer.Builder(SIZE, 3));
    assertThrows(
        IllegalStateException.class,
        () -> network(SIZE + 1, new LayerNormLayer.Builder(SIZE).build()));
    assertArrayEquals(new long[] {3, SIZE, 7}, network.output(random(3, SIZE, 7)).shape());
  }
}
