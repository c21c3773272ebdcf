package org.bert4j.common.onnx;

import java.util.List;

/** What an exported model computes, by HuggingFace's class of it. */
public enum OnnxTask {
  /** The last hidden states, and where there is a pooler each sequence's pooled state. */
  ENCODER("BertModel", "last_hidden_state"),
  /** A number for each word piece at every token. */
  MASKED_LM("BertForMaskedLM", "logits"),
  /** Those, and two numbers for every pair of sentences: whether the second follows, and not. */
  PRE_TRAINING("BertForPreTraining", "prediction_logits", "seq_relationship_logits"),
  /** A number for each class at every token. */
  TOKEN_CLASSIFICATION("BertForTokenClassification", "logits"),
  /** Two numbers at every token: for the beginning and for the end of the answer. */
  QUESTION_ANSWERING("BertForQuestionAnswering", "start_logits", "end_logits"),
  /** A number for each class of every sequence. */
  SEQUENCE_CLASSIFICATION("BertForSequenceClassification", "logits");

  private final String architecture;
  private final List<String> outputs;

  OnnxTask(String architecture, String... outputs) {
    this.architecture = architecture;
    this.outputs = List.of(outputs);
  }

  /**
   * HuggingFace's class.
   *
   * @return its name, as {@code architectures} of a {@code config.json} has it
   */
  public String architecture() {
    return architecture;
  }

  /** Names of the outputs, as HuggingFace's exporters give them. */
  List<String> outputs() {
    return outputs;
  }
}
