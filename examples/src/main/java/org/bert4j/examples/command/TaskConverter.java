package org.bert4j.examples.command;

import java.util.Arrays;
import java.util.Locale;
import org.bert4j.common.onnx.OnnxTask;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a task's name, whose words are joined by hyphens. */
final class TaskConverter implements ITypeConverter<OnnxTask> {
  @Override
  public OnnxTask convert(String value) {
    return Arrays.stream(OnnxTask.values())
        .filter(task -> name(task).equals(value.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + value
                        + "', expected one of "
                        + Arrays.stream(OnnxTask.values()).map(TaskConverter::name).toList()));
  }

  static String name(OnnxTask task) {
    return task.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
