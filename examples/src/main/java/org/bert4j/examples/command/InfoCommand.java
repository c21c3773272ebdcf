package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bert4j info}: says what a checkpoint is. */
@Command(
    name = "info",
    sortOptions = false,
    description = "Say what a model is and which commands can use it.",
    footer = {
      "",
      "Examples:",
      "  bert4j info runs/ner-1",
      "  bert4j info exported/model.onnx --json"
    })
public final class InfoCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR|FILE",
      description =
          "A HuggingFace, Google or sentence-transformers directory, that of a run, an ONNX model,"
              + " or a file of weights.")
  private Path model;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  /** Makes the command. */
  public InfoCommand() {}

  @Override
  public Integer call() throws Exception {
    ObjectNode description = ModelDescription.of(model);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(description.toPrettyString());
    } else {
      description.properties().forEach(property -> print(out, property));
    }
    return 0;
  }

  private static void print(PrintWriter out, Map.Entry<String, JsonNode> property) {
    JsonNode value = property.getValue();
    if (property.getKey().equals("commands")) {
      value.forEach(command -> out.println("  " + Printable.of(command.asText())));
    } else if (!value.isEmpty() || value.isValueNode()) {
      out.printf(Locale.ROOT, "%-13s %s%n", property.getKey(), Printable.of(text(value)));
    }
  }

  private static String text(JsonNode value) {
    StringJoiner parts = new StringJoiner(", ");
    if (value.isObject()) {
      value.properties().forEach(part -> parts.add(part.getKey() + " " + number(part.getValue())));
      return parts.toString();
    }
    if (!value.isArray()) {
      return value.asText();
    }
    for (int i = 0; i < Math.min(SHOWN, value.size()); i++) {
      parts.add(value.get(i).asText());
    }
    return parts + (value.size() > SHOWN ? " and " + (value.size() - SHOWN) + " more" : "");
  }

  private static String number(JsonNode value) {
    return value.isIntegralNumber()
        ? String.format(Locale.ROOT, "%,d", value.longValue())
        : value.isValueNode() ? value.asText() : value.toString();
  }
}
