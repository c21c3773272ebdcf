package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Tokenizers with a WordPiece model as HuggingFace's Python library (tokenizers 0.23.2) wrote them,
 * with the normalizers and pre-tokenizers of BERT, of byte-level tokenizers (GPT-2, RoBERTa, Llama
 * 3) and of SentencePiece (ALBERT, XLM-R, T5), and the ids that it gives some texts.
 */
final class HuggingFaceTokenizers {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonNode resource;

  HuggingFaceTokenizers() throws IOException {
    try (InputStream in =
        HuggingFaceTokenizers.class.getResourceAsStream("/huggingface-tokenizers.json")) {
      resource = MAPPER.readTree(in);
    }
  }

  List<String> texts() {
    return StreamSupport.stream(resource.path("texts").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** The whole files by what they are like. */
  Map<String, ObjectNode> files() {
    Map<String, ObjectNode> files = new TreeMap<>();
    resource.path("tokenizers").fieldNames().forEachRemaining(name -> files.put(name, file(name)));
    return files;
  }

  /** The ids of each text, without [CLS] and [SEP]. */
  List<int[]> ids(String name) {
    return StreamSupport.stream(
            resource.path("tokenizers").path(name).path("ids").spliterator(), false)
        .map(ids -> IntStream.range(0, ids.size()).map(i -> ids.get(i).asInt()).toArray())
        .toList();
  }

  private ObjectNode file(String name) {
    ObjectNode file = MAPPER.createObjectNode().put("version", "1.0");
    file.putNull("truncation").putNull("padding");
    file.setAll((ObjectNode) resource.path("tokenizers").path(name).deepCopy());
    file.remove("ids");
    ObjectNode vocabulary =
        file.putObject("model")
            .put("type", "WordPiece")
            .put("unk_token", "[UNK]")
            .put("continuing_subword_prefix", "##")
            .put("max_input_chars_per_word", 100)
            .putObject("vocab");
    resource.path("vocabulary").forEach(token -> vocabulary.put(token.asText(), vocabulary.size()));
    return file;
  }
}
