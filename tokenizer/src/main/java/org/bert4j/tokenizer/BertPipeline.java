package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the {@code tokenizer.json} that HuggingFace makes of a BERT vocabulary. */
final class BertPipeline {

  private BertPipeline() {}

  static ObjectNode build(Vocabulary vocabulary, BertNormalization normalization) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    for (String special : Vocabulary.SPECIAL_TOKENS) {
      added.add(addedToken(vocabulary, special));
    }
    root.set("normalizer", normalizer(normalization));
    root.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
    root.set("post_processor", postProcessor(vocabulary));
    root.putObject("decoder")
        .put("type", "WordPiece")
        .put("prefix", Vocabulary.CONTINUATION)
        .put("cleanup", true);
    ObjectNode model = root.putObject("model");
    model
        .put("type", "WordPiece")
        .put("unk_token", Vocabulary.UNKNOWN)
        .put("continuing_subword_prefix", Vocabulary.CONTINUATION)
        .put("max_input_chars_per_word", Vocabulary.MAX_CHARS_PER_WORD);
    ObjectNode vocab = model.putObject("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      vocab.put(vocabulary.token(id), id);
    }
    return root;
  }

  static ObjectNode normalizer(BertNormalization normalization) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "BertNormalizer")
        .put("clean_text", true)
        .put("handle_chinese_chars", normalization.tokenizeChineseChars())
        .put("strip_accents", normalization.stripAccents())
        .put("lowercase", normalization.doLowerCase());
  }

  static ObjectNode addedToken(Vocabulary vocabulary, String special) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", vocabulary.specialId(special))
        .put("content", special)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  /** {@code [CLS] A [SEP]} with type 0 and {@code B [SEP]} with type 1. */
  private static ObjectNode postProcessor(Vocabulary vocabulary) {
    ObjectNode processor = JsonNodeFactory.instance.objectNode().put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    ArrayNode pair = processor.putArray("pair");
    for (ArrayNode template : new ArrayNode[] {single, pair}) {
      add(template, "SpecialToken", Vocabulary.CLS, 0);
      add(template, "Sequence", "A", 0);
      add(template, "SpecialToken", Vocabulary.SEP, 0);
    }
    add(pair, "Sequence", "B", 1);
    add(pair, "SpecialToken", Vocabulary.SEP, 1);
    ObjectNode specials = processor.putObject("special_tokens");
    for (String special : new String[] {Vocabulary.CLS, Vocabulary.SEP}) {
      ObjectNode token = specials.putObject(special).put("id", special);
      token.putArray("ids").add(vocabulary.specialId(special));
      token.putArray("tokens").add(special);
    }
    return processor;
  }

  private static void add(ArrayNode template, String kind, String id, int typeId) {
    template.addObject().putObject(kind).put("id", id).put("type_id", typeId);
  }
}
