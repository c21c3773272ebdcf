package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.OnnxExport;
import org.bert4j.common.onnx.OnnxTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j export}: writes a model for ONNX Runtime and others. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Write a model as ONNX: opset 17, fp32, any number of sequences of any length.",
      "config.json with the labels and the tokenizer's files go beside it."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j export --model runs/ner-1 --output exported/model.onnx",
      "  bert4j export --model bert --task encoder --output encoder.onnx"
    })
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "DIR|FILE.onnx",
      required = true,
      description = "HuggingFace BERT directory, ONNX model, or directory of a run.")
  private Path model;

  @Option(
      names = "--output",
      paramLabel = "FILE.onnx",
      required = true,
      description = "Where the model goes; a directory that is missing is created.")
  private Path output;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      converter = TaskConverter.class,
      description =
          "encoder, masked-lm, pre-training, token-classification, question-answering or"
              + " sequence-classification. Default: what the model is.")
  private OnnxTask task;

  /** Makes the command. */
  public ExportCommand() {}

  @Override
  public Integer call() throws Exception {
    List<Path> files = new OnnxExport(CheckpointDirectory.open(model), task).write(output);
    PrintWriter out = spec.commandLine().getOut();
    files.forEach(out::println);
    return 0;
  }
}
