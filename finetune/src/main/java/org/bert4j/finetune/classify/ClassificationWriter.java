package org.bert4j.finetune.classify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.bert4j.common.model.ProblemType;
import org.bert4j.finetune.classify.Classification.LabelScore;
import org.bert4j.finetune.text.LabelledText;

/** Writes texts with what a model says about them, as soon as it is known. */
public interface ClassificationWriter {
  /** How predictions are written. */
  enum Form {
    /** An object a line. */
    JSONL,
    /** A row a text, with names of columns. */
    CSV
  }

  /**
   * Writes a text.
   *
   * @param text the text
   * @param found what the model says about it
   * @throws IOException if writing fails
   */
  void write(LabelledText text, Classification found) throws IOException;

  /**
   * Makes a writer.
   *
   * @param form how predictions are written
   * @param out receives them
   * @param problem what the model predicts
   * @param topK how many classes are told of each text, the most probable first
   * @return the writer
   */
  static ClassificationWriter to(Form form, Writer out, ProblemType problem, int topK) {
    return form == Form.JSONL ? jsonl(out, problem, topK) : csv(out, problem, topK);
  }

  private static ClassificationWriter jsonl(Writer out, ProblemType problem, int topK) {
    ObjectMapper json = new ObjectMapper();
    return (text, found) -> {
      ObjectNode line = json.createObjectNode().put("text", text.text());
      if (text.pair() != null) {
        line.put("pair", text.pair());
      }
      if (problem == ProblemType.REGRESSION) {
        line.put("value", found.score());
      } else {
        if (problem == ProblemType.MULTI_LABEL_CLASSIFICATION) {
          ArrayNode labels = line.putArray("labels");
          found.labels().forEach(labels::add);
        } else {
          line.put("label", found.label()).put("probability", found.score());
        }
        ArrayNode scores = line.putArray("scores");
        for (LabelScore each : top(found, topK)) {
          scores.addObject().put("label", each.label()).put("probability", each.score());
        }
      }
      out.write(json.writeValueAsString(line) + "\n");
    };
  }

  private static ClassificationWriter csv(Writer out, ProblemType problem, int topK) {
    boolean[] begun = new boolean[1];
    return (text, found) -> {
      List<String> names = new ArrayList<>(List.of("text"));
      List<Object> row = new ArrayList<>(List.of(text.text()));
      if (text.pair() != null) {
        names.add("pair");
        row.add(text.pair());
      }
      if (problem == ProblemType.REGRESSION) {
        names.add("value");
        row.add(found.score());
      } else {
        if (problem == ProblemType.MULTI_LABEL_CLASSIFICATION) {
          names.add("labels");
          row.add(String.join("|", found.labels()));
        }
        List<LabelScore> top = top(found, topK);
        for (int i = 0; i < top.size(); i++) {
          String number = i == 0 ? "" : "_" + (i + 1);
          names.addAll(List.of("label" + number, "probability" + number));
          row.addAll(List.of(top.get(i).label(), top.get(i).score()));
        }
      }
      if (!begun[0]) {
        write(out, names);
        begun[0] = true;
      }
      write(out, row);
    };
  }

  private static void write(Writer out, List<?> fields) throws IOException {
    out.write(CSVFormat.RFC4180.format(fields.toArray()) + "\n");
  }

  private static List<LabelScore> top(Classification found, int topK) {
    return found.scores().subList(0, Math.min(topK, found.scores().size()));
  }
}
