package org.bert4j.examples.ui.pages;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bert4j.common.dl4j.BertLayer;
import org.bert4j.common.dl4j.EncoderLayer;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.DataParallel;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/**
 * What a run is, for the pages: its machine, and its model as a graph of embeddings, layers and
 * head, which the model page draws. The graph is only looked at.
 */
record RunDescription(DataParallel<?, ?> model) {
  private static final String EMBEDDINGS = "embeddings";
  private static final String HEAD = "head";
  private static final Pattern LAYER = Pattern.compile("bert\\.encoder\\.layer\\.(\\d+)\\.(.*)");

  /**
   * Name of a parameter on the pages: the box of the graph that it belongs to, an underscore, its
   * name there; those of matrices end in W, as the overview has ratios of such only.
   */
  static String shown(String name) {
    Matcher matcher = LAYER.matcher(name);
    String box = name.startsWith("bert.embeddings.") ? EMBEDDINGS : HEAD;
    String rest = name.replaceFirst("^bert\\.(embeddings\\.)?", "");
    if (matcher.matches()) {
      box = layer(Integer.parseInt(matcher.group(1)));
      rest = matcher.group(2);
    }
    boolean isMatrix = rest.endsWith(".weight") && !rest.endsWith("LayerNorm.weight");
    return box + "_" + (isMatrix ? rest.replaceFirst("\\.weight$", "_W") : rest);
  }

  private static String layer(int number) {
    return "layer" + number;
  }

  void describe(SbeStatsInitializationReport report) {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    report.reportSoftwareInfo(
        system.getArch(),
        system.getName(),
        System.getProperty("java.vm.name"),
        System.getProperty("java.version"),
        System.getProperty("java.specification.version"),
        "oneDNN, called by bert4j",
        "FLOAT",
        "localhost",
        Long.toString(ProcessHandle.current().pid()),
        Map.of());
    report.reportHardwareInfo(
        Runtime.getRuntime().availableProcessors(),
        0,
        Runtime.getRuntime().maxMemory(),
        Pointer.totalPhysicalBytes(),
        null,
        null,
        "");
    String[] names =
        model.parameters().named().keySet().stream()
            .map(RunDescription::shown)
            .toArray(String[]::new);
    report.reportModelInfo(
        "org.deeplearning4j.nn.graph.ComputationGraph",
        graph(model.config()).toJson(),
        names,
        model.config().numHiddenLayers(),
        model.parameters().elements());
  }

  private ComputationGraphConfiguration graph(BertConfig config) {
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam())
            .graphBuilder()
            .addInputs("tokens")
            .addLayer(EMBEDDINGS, BertLayer.of(config).build(), "tokens");
    String input = EMBEDDINGS;
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      EncoderLayer box =
          new EncoderLayer.Builder(config.hiddenSize(), config.numAttentionHeads())
              .intermediateSize(config.intermediateSize())
              .dropout(config.hiddenDropoutProb(), config.attentionProbsDropoutProb())
              .build();
      graph.addLayer(layer(i), box, input);
      input = layer(i);
    }
    return graph
        .addLayer(
            HEAD, new ActivationLayer.Builder().activation(Activation.IDENTITY).build(), input)
        .setOutputs(HEAD)
        .build();
  }
}
