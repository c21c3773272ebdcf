package org.bert4j.common.dl4j;

import static org.bert4j.common.Closeness.assertClose;
import static org.bert4j.common.Closeness.relativeL2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.model.BertConfig;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/** BERT in Deeplearning4j's networks: the references' numbers, and all that networks do. */
class BertLayerTest {
  private static final int LABELS = 5;
  private static final int LABELLED = labelled();

  @TempDir Path temp;

  private static int labelled() {
    int count = 0;
    for (int label : Golden.tensor("tiny/inputs.safetensors", "ner_labels").ints()) {
      count += label >= 0 ? 1 : 0;
    }
    return count;
  }

  private static BertLayer.Builder golden() throws IOException {
    return BertLayer.of(Golden.path("tiny/ner")).precision(Precision.FP32);
  }

  private static MultiDataSet goldenBatch() {
    return TokenGraph.golden(Golden.tensors("tiny/inputs.safetensors"), LABELS);
  }

  private static ComputationGraph goldenGraph() throws IOException {
    return goldenGraph(golden().build());
  }

  private static ComputationGraph goldenGraph(BertLayer bert) {
    ComputationGraph graph = TokenGraph.of(bert, LABELS, new NoOp());
    TokenGraph.setClassifier(graph, Golden.tensors("tiny/ner/model.safetensors"));
    return graph;
  }

  private static void computeGradients(ComputationGraph graph, MultiDataSet batch) {
    graph.setInputs(batch.getFeatures());
    graph.setLabels(batch.getLabels());
    graph.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
    graph.computeGradientAndScore();
  }

  private static INDArray output(ComputationGraph graph, MultiDataSet batch) {
    return graph
        .output(
            false, batch.getFeatures(), batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays())[
        0];
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  @Test
  void hiddenStatesAndPooledOutputAreTheReferences() throws IOException {
    MultiDataSet batch = goldenBatch();
    Map<String, Golden.Tensor> forward = Golden.tensors("tiny/forward.safetensors");
    INDArray mask = batch.getFeaturesMaskArray(0);
    BertLayer.Builder whole = BertLayer.of(Golden.path("tiny")).precision(Precision.FP32);
    INDArray states =
        alone(whole.build())
            .output(false, new INDArray[] {idsAndTypes(batch)}, new INDArray[] {mask}, null)[0];
    INDArray expected = TokenGraph.array(forward.get("encoder.layer.1")).permute(0, 2, 1);
    INDArray tokens = mask.reshape(mask.size(0), 1, mask.size(1));
    assertEquals(
        InputType.recurrent(32, 16), whole.build().getOutputType(0, InputType.recurrent(2, 16)));
    assertClose("states", floats(expected.mul(tokens)), floats(states), 2e-5);
    INDArray pooled =
        alone(whole.output(BertLayer.Output.POOLER).build())
            .output(false, new INDArray[] {idsAndTypes(batch)}, new INDArray[] {mask}, null)[0];
    assertClose("pooled", forward.get("pooled_output").values(), floats(pooled), 2e-5);
  }

  private static INDArray idsAndTypes(MultiDataSet batch) {
    return Nd4j.concat(1, batch.getFeatures(0), batch.getFeatures(1));
  }

  /** A graph of a BERT layer and a loss that leaves its output as it is. */
  private static ComputationGraph alone(BertLayer bert) {
    var loss = new org.deeplearning4j.nn.conf.layers.RnnLossLayer.Builder();
    var flatLoss = new org.deeplearning4j.nn.conf.layers.LossLayer.Builder();
    boolean sequence = bert.getOutput() == BertLayer.Output.SEQUENCE;
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("tokens")
                .setInputTypes(InputType.recurrent(2))
                .addLayer("bert", bert, "tokens")
                .addLayer(
                    "out",
                    sequence
                        ? loss.activation(Activation.IDENTITY).build()
                        : flatLoss.activation(Activation.IDENTITY).build(),
                    "bert")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  @Test
  void lossAndEveryGradientAreTheReferences() throws IOException {
    ComputationGraph graph = goldenGraph();
    MultiDataSet batch = goldenBatch();
    computeGradients(graph, batch);
    int examples = (int) batch.getFeatures(0).size(0);
    double loss = graph.score() * examples / LABELLED;
    assertEquals(Golden.tensor("tiny/ner/forward.safetensors", "loss").value(), loss, 1e-5);
    Map<String, Golden.Tensor> expected = Golden.tensors("tiny/ner/gradients.safetensors");
    Map<String, INDArray> actual = graph.gradient().gradientForVariable();
    for (String name : expected.keySet()) {
      boolean ofEncoder = name.startsWith("bert.");
      String key = ofEncoder ? "bert_" + name.replace('_', '-') : tagsKey(name);
      INDArray gradient = actual.get(key);
      INDArray ordered = name.equals("classifier.weight") ? gradient.transpose() : gradient;
      float[] values = floats(ordered.div(LABELLED));
      assertClose(name, expected.get(name).values(), values, 1e-5);
      if (!name.endsWith("key.bias")) { // rounding noise, of which a relative error says nothing
        double relative = relativeL2(expected.get(name).values(), values);
        assertTrue(relative <= 2e-5, name + ": relative L2 " + relative);
      }
    }
    assertEquals(expected.size(), actual.size());
  }

  private static String tagsKey(String name) {
    return name.endsWith("weight") ? "tags_W" : "tags_b";
  }

  @ParameterizedTest
  @EnumSource(BertLayer.Output.class)
  void gradientsAreDifferencesThroughGraphLossAndMask(BertLayer.Output output) {
    BertConfig config = config(0);
    BertLayer bert = BertLayer.of(config).precision(Precision.FP32).output(output).build();
    boolean sequence = output == BertLayer.Output.SEQUENCE;
    ComputationGraph graph =
        sequence ? TokenGraph.of(bert, 3, new NoOp()) : textGraph(bert, new NoOp());
    MultiDataSet batch = sequence ? randomTags() : randomTexts();
    computeGradients(graph, batch);
    INDArray gradient = graph.gradient().gradient().dup();
    int examples = (int) batch.getFeatures(0).size(0);
    double norm = gradient.norm2Number().doubleValue();
    for (int seed = 0; seed < 4; seed++) {
      INDArray random =
          Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(seed), gradient.shape());
      INDArray direction =
          random.sub(0.5).div(Math.sqrt(gradient.length()) / 4).add(gradient.div(norm));
      double expected = direction.mul(gradient).sumNumber().doubleValue();
      double step = 1e-2 / direction.norm2Number().doubleValue();
      double above = moved(graph, batch, direction, step);
      double below = moved(graph, batch, direction, -step);
      double difference = examples * (above - below) / (2 * step);
      assertEquals(expected, difference, 5e-3 * Math.abs(expected), output + ", direction " + seed);
    }
  }

  private static double moved(
      ComputationGraph graph, MultiDataSet batch, INDArray direction, double step) {
    INDArray before = graph.params().dup();
    graph.params().addi(direction.mul(step));
    double score = graph.score(batch, true);
    graph.params().assign(before);
    return score;
  }

  private static BertConfig config(double dropout) {
    return new BertConfig(
        50,
        16,
        2,
        2,
        24,
        org.bert4j.common.model.Activation.GELU,
        dropout,
        dropout,
        12,
        2,
        0.2,
        1e-12,
        0,
        false,
        null);
  }

  private static ComputationGraph textGraph(
      BertLayer bert, org.nd4j.linalg.learning.config.IUpdater updater) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater)
                .graphBuilder()
                .addInputs("tokens")
                .setInputTypes(InputType.feedForward(9))
                .addLayer("bert", bert, "tokens")
                .addLayer(
                    "class",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "bert")
                .setOutputs("class")
                .build());
    graph.init();
    return graph;
  }

  private static INDArray mask() {
    INDArray mask = Nd4j.zeros(4, 9);
    int[] lengths = {9, 4, 1, 6};
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        mask.putScalar(b, t, 1);
      }
    }
    return mask;
  }

  private static INDArray ids() {
    INDArray ids = Nd4j.zeros(4, 9);
    for (int i = 0; i < ids.length(); i++) {
      ids.putScalar(i, i * 7 % 50);
    }
    return ids;
  }

  private static MultiDataSet randomTexts() {
    INDArray classes =
        Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}});
    return new MultiDataSet(
        new INDArray[] {ids()}, new INDArray[] {classes}, new INDArray[] {mask()}, null);
  }

  private static MultiDataSet randomTags() {
    INDArray classes = Nd4j.zeros(4, 3, 9);
    INDArray types = Nd4j.zeros(4, 1, 9);
    for (int b = 0; b < 4; b++) {
      for (int t = 0; t < 9; t++) {
        classes.putScalar(b, (b + t) % 3, t, 1);
        types.putScalar(b, 0, t, t / 5);
      }
    }
    return new MultiDataSet(
        new INDArray[] {ids().reshape(4, 1, 9), types},
        new INDArray[] {classes},
        new INDArray[] {mask(), mask()},
        new INDArray[] {mask()});
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "AUTO"})
  void aSavedNetworkComputesTheSameBitForBit(Precision precision) throws IOException {
    ComputationGraph graph =
        TokenGraph.of(golden().precision(precision).build(), LABELS, new Adam(1e-3));
    MultiDataSet batch = goldenBatch();
    graph.fit(batch);
    Path file = temp.resolve("graph.zip");
    ModelSerializer.writeModel(graph, file.toFile(), true);
    ComputationGraph restored = ModelSerializer.restoreComputationGraph(file.toFile(), true);
    assertEquals(output(graph, batch), output(restored, batch));
    graph.fit(batch);
    restored.fit(batch);
    assertEquals(graph.params(), restored.params(), "after another step");
    assertEquals(output(graph, batch), output(graph.clone(), batch));
  }

  @Test
  void aSavedDirectoryIsReadAgainAndByBert4j() throws IOException {
    ComputationGraph graph = TokenGraph.of(golden().build(), LABELS, new Adam(1e-3));
    graph.fit(goldenBatch());
    Path directory = temp.resolve("saved");
    BertLayer.save(graph.getLayer("bert"), Golden.path("tiny"), directory);
    ComputationGraph again =
        TokenGraph.of(
            BertLayer.of(directory).precision(Precision.FP32).build(), LABELS, new NoOp());
    again.getLayer("tags").setParams(graph.getLayer("tags").params());
    assertEquals(output(graph, goldenBatch()), output(again, goldenBatch()));
    assertEquals(graph.getLayer("bert").params(), again.getLayer("bert").params());
    assertEquals(2, CheckpointDirectory.open(directory).config().numHiddenLayers());
    assertTrue(Files.isRegularFile(directory.resolve("vocab.txt")));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> BertLayer.save(graph.getLayer("bert"), Golden.path("tiny"), directory));
    assertEquals(
        directory + " is not empty, expected a new directory; choose another",
        refused.getMessage());
  }

  @Test
  void configurationsComeBackFromJson() throws IOException {
    BertLayer bert =
        golden()
            .frozenLayers(1)
            .output(BertLayer.Output.MEAN)
            .l2(1e-4)
            .updater(new Sgd(0.1))
            .build();
    ComputationGraph graph = textGraph(bert, new Adam(1e-3));
    String json = graph.getConfiguration().toJson();
    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
    assertEquals(graph.getConfiguration(), read);
    assertEquals(json, read.toJson());
    String yaml = graph.getConfiguration().toYaml();
    assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromYaml(yaml));
    MultiLayerConfiguration blocks = blocks();
    assertEquals(blocks, MultiLayerConfiguration.fromJson(blocks.toJson()));
    assertNotEquals(bert, golden().build());
  }

  private static MultiLayerConfiguration blocks() {
    return new NeuralNetConfiguration.Builder()
        .updater(new Sgd(0.1))
        .list()
        .layer(new SinusoidalPositionLayer.Builder().build())
        .layer(new LayerNormLayer.Builder(8).epsilon(1e-6).build())
        .layer(new MultiHeadAttentionLayer.Builder(8, 2).attentionDropout(0.2).build())
        .layer(new EncoderLayer.Builder(8, 2).intermediateSize(12).dropout(0.3, 0.2).build())
        .layer(new RnnOutputLayer.Builder().nIn(8).nOut(2).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.recurrent(8))
        .build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void transferLearningSwapsTheHeadAndKeepsTheEncoder(boolean frozen) throws IOException {
    ComputationGraph graph = goldenGraph();
    TransferLearning.GraphBuilder builder =
        new TransferLearning.GraphBuilder(graph)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Adam(1e-2)).seed(1).build());
    if (frozen) {
      builder.setFeatureExtractor("bert");
    }
    ComputationGraph changed =
        builder
            .removeVertexAndConnections("tags")
            .addLayer(
                "other",
                new RnnOutputLayer.Builder()
                    .nIn(32)
                    .nOut(3)
                    .dataFormat(RNNFormat.NCW)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "bert")
            .setOutputs("other")
            .build();
    INDArray before = changed.getLayer("bert").params().dup();
    assertEquals(graph.getLayer("bert").params(), before);
    MultiDataSet batch = goldenBatch();
    INDArray classes =
        batch
            .getLabels(0)
            .get(
                org.nd4j.linalg.indexing.NDArrayIndex.all(),
                org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 3),
                org.nd4j.linalg.indexing.NDArrayIndex.all());
    batch.setLabels(new INDArray[] {classes.dup()});
    INDArray head = changed.getLayer("other").params().dup();
    changed.fit(batch);
    assertNotEquals(head, changed.getLayer("other").params());
    assertEquals(frozen, before.equals(changed.getLayer("bert").params()));
    assertEquals(37, BertLayer.parameters(changed.getLayer("bert")).size());
  }

  @Test
  void frozenParametersDoNotMove() throws IOException {
    ComputationGraph part =
        TokenGraph.of(
            golden()
                .frozenLayers(1)
                .l2(0.1)
                .constrainAllParameters(new NonNegativeConstraint())
                .build(),
            LABELS,
            new Adam(1e-2));
    ComputationGraph all =
        TokenGraph.of(golden().frozen(true).l2(0.1).build(), LABELS, new Adam(1e-2));
    for (ComputationGraph graph : new ComputationGraph[] {part, all}) {
      INDArray head = graph.getLayer("tags").params().dup();
      Map<String, INDArray> before = copies(graph.getLayer("bert"));
      graph.fit(goldenBatch());
      graph.fit(goldenBatch());
      assertNotEquals(head, graph.getLayer("tags").params());
      BertLayer.parameters(graph.getLayer("bert"))
          .forEach(
              (name, value) ->
                  assertEquals(
                      graph == all || !name.contains("layer.1."),
                      before.get(name).equals(value),
                      name));
    }
  }

  @Test
  void constraintsHoldForWhatIsTrained() throws IOException {
    ComputationGraph graph =
        TokenGraph.of(
            golden().frozenLayers(1).constrainWeights(new NonNegativeConstraint()).build(),
            LABELS,
            new Adam(1e-2));
    graph.fit(goldenBatch());
    BertLayer.parameters(graph.getLayer("bert"))
        .forEach(
            (name, value) -> {
              if (name.endsWith("dense.weight")) {
                boolean trained = name.contains("layer.1.");
                assertEquals(trained, value.minNumber().doubleValue() >= 0, name);
              }
            });
  }

  private static Map<String, INDArray> copies(Layer layer) {
    Map<String, INDArray> copies = new java.util.HashMap<>();
    BertLayer.parameters(layer).forEach((name, value) -> copies.put(name, value.dup()));
    return copies;
  }

  /** Parameters change under a layer that is not trained, too. */
  @ParameterizedTest
  @EnumSource(names = {"FP32", "AUTO"})
  void newParametersAreSeen(Precision precision) {
    BertLayer layer =
        BertLayer.of(config(0)).output(BertLayer.Output.FIRST_TOKEN).precision(precision).build();
    ComputationGraph graph = textGraph(layer, new Sgd(0.1));
    ComputationGraph other = textGraph(layer, new Sgd(0.1));
    MultiDataSet batch = randomTexts();
    INDArray before = output(graph, batch);
    INDArray changed = graph.params().mul(0.9);
    graph.setParams(changed);
    other.setParams(changed);
    assertEquals(output(other, batch), output(graph, batch));
    assertNotEquals(before, output(graph, batch));
  }

  @Test
  void dropoutIsDrawnInTrainingOnlyAndByTheSeed() {
    MultiDataSet batch = randomTexts();
    ComputationGraph graph = textGraph(bert(0.3), new Sgd(0.1));
    ComputationGraph other = textGraph(bert(0.3), new Sgd(0.1));
    graph.setParams(other.params());
    assertEquals(output(graph, batch), output(graph, batch));
    INDArray[] masks = {mask()};
    INDArray first = graph.output(true, batch.getFeatures(), masks, null)[0];
    assertNotEquals(first, graph.output(true, batch.getFeatures(), masks, null)[0]);
    assertEquals(first, other.output(true, batch.getFeatures(), masks, null)[0]);
  }

  private static BertLayer bert(double dropout) {
    return BertLayer.of(config(dropout))
        .output(BertLayer.Output.FIRST_TOKEN)
        .precision(Precision.FP32)
        .build();
  }

  @Test
  void itLearnsWithClippingAndRegularizationInHalfPrecisionToo() {
    for (Precision precision : new Precision[] {Precision.FP32, Precision.AUTO}) {
      BertLayer layer =
          BertLayer.of(config(0))
              .output(BertLayer.Output.POOLER)
              .precision(precision)
              .gradientNormalization(GradientNormalization.ClipL2PerLayer)
              .gradientNormalizationThreshold(1)
              .l2(1e-5)
              .build();
      ComputationGraph graph = textGraph(layer, new Adam(1e-2));
      double before = graph.score(randomTexts());
      for (int i = 0; i < 40; i++) {
        graph.fit(randomTexts());
      }
      double after = graph.score(randomTexts());
      assertTrue(after < 0.2 * before, precision + ": " + before + " to " + after);
    }
  }

  @Test
  void aMultiLayerNetworkTakesIdsAndTypesInOneArray() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-2))
                .list()
                .layer(golden().build())
                .layer(
                    new RnnOutputLayer.Builder()
                        .nOut(LABELS)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(2))
                .build());
    network.init();
    ComputationGraph graph = goldenGraph();
    network.getLayer(1).setParams(graph.getLayer("tags").params());
    MultiDataSet batch = goldenBatch();
    DataSet one =
        new DataSet(
            idsAndTypes(batch),
            batch.getLabels(0),
            batch.getFeaturesMaskArray(0),
            batch.getLabelsMaskArray(0));
    INDArray actual =
        network.output(
            one.getFeatures(), false, one.getFeaturesMaskArray(), one.getLabelsMaskArray());
    assertClose("output", floats(output(graph, batch)), floats(actual), 0);
    double before = network.score(one);
    network.fit(one);
    assertTrue(network.score(one) < before);
    assertTrue(network.summary().contains("23,104"), network.summary());
  }

  @Test
  void whatItCannotReadItSays() throws IOException {
    ComputationGraph graph = textGraph(bert(0), new NoOp());
    INDArray hole = mask().putScalar(0, 3, 0);
    String refused =
        assertThrows(
                IllegalArgumentException.class,
                () -> graph.output(false, new INDArray[] {ids()}, new INDArray[] {hole}, null))
            .getMessage();
    assertEquals(
        "the mask of example 0 has a one at 4 behind a zero at 3, expected ones for the tokens of"
            + " the text, then zeros",
        refused);
    assertThrows(
        IllegalArgumentException.class,
        () -> graph.output(false, new INDArray[] {ids().add(50)}, new INDArray[] {mask()}, null));
    assertThrows(IllegalArgumentException.class, () -> golden().frozenLayers(3).build());
  }
}
