package org.bert4j.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code tokenizer_config.json} makes of a {@code vocab.txt} or a {@code tokenizer.json}, as
 * HuggingFace's loader has it: its BERT classes are built from these options, one that is left out
 * has the class's default, and a {@code tokenizer.json} that says otherwise is overruled. All other
 * classes take the {@code tokenizer.json} as it is. Unlike there, a vocabulary with capitals is not
 * lower-cased because nothing says so.
 *
 * @param options the file's content, empty if there is no file
 * @param tokenizerClass names HuggingFace's class, here or in {@code config.json}
 * @param notes receives a line about each choice that the files leave open
 */
record TokenizerConfig(JsonPlace options, JsonPlace tokenizerClass, Consumer<String> notes) {

  private static final String DO_LOWER_CASE = "do_lower_case";
  private static final String STRIP_ACCENTS = "strip_accents";
  private static final String TOKENIZE_CHINESE_CHARS = "tokenize_chinese_chars";

  /** The classes, with or without Fast, that tokenize as BertTokenizer does. */
  private static final Set<String> BERT_CLASSES =
      Stream.of("Bert", "DistilBert", "Electra", "LayoutLM", "Lxmert", "MobileBert", "SqueezeBert")
          .flatMap(model -> Stream.of(model + "Tokenizer", model + "TokenizerFast"))
          .collect(Collectors.toUnmodifiableSet());

  /**
   * The tokenizer of a {@code vocab.txt}. Where {@code do_lower_case} is left out, the vocabulary
   * decides.
   *
   * @param listed tokens that other files add
   * @param file the vocabulary's, for messages
   * @throws IllegalArgumentException if the class is of another kind, if the options contradict the
   *     vocabulary, or if neither tells whether it is cased
   */
  TokenizerJson read(Vocabulary vocabulary, ListedTokens listed, String file) {
    requireBert();
    Capitals capitals = Capitals.of(vocabulary);
    JsonPlace lowerCase = options.at(DO_LOWER_CASE);
    if (lowerCase.isAbsent()) {
      if (!capitals.areUsual() && !capitals.areRare()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %s, few for a cased vocabulary and many for an uncased one; set do_lower_case"
                    + " in a tokenizer_config.json beside it",
                file,
                capitals));
      }
      notes.accept(
          String.format(
              Locale.ROOT,
              "%s: %s, so it is read as %s; do_lower_case in tokenizer_config.json would decide it",
              file,
              capitals,
              capitals.areUsual() ? "cased" : "uncased"));
    } else if (lowerCase.flag() && capitals.areUsual()) {
      throw lowerCase.refused(
          String.format(
              Locale.ROOT, "false: in %s %s, which lower-cased text never has", file, capitals));
    }
    return TokenizerJson.build(
        vocabulary, normalization(capitals), listed.beside(vocabulary, notes));
  }

  /**
   * A {@code tokenizer.json} beside a {@code tokenizer_config.json}.
   *
   * @return it, with the options where they apply
   */
  TokenizerJson read(TokenizerJson json) {
    if (!isBert()) {
      return json;
    }
    if (json.normalization().isEmpty()) {
      notes.accept(
          options.file()
              + ": the pipeline in tokenizer.json is not BERT's and used as it is; HuggingFace's"
              + " BertTokenizer may put BERT's in its place, unless tokenizer_class is"
              + " PreTrainedTokenizerFast");
    }
    return json.bertNormalizer().map(own -> overruled(json, own)).orElse(json);
  }

  private TokenizerJson overruled(TokenizerJson json, BertNormalization own) {
    BertNormalization here = normalization(Capitals.of(json.vocabulary()));
    if (here.equals(own)) {
      return json;
    }
    List<String> different = new ArrayList<>();
    compare(DO_LOWER_CASE, here.doLowerCase(), own.doLowerCase(), different);
    compare(STRIP_ACCENTS, here.stripAccents(), own.stripAccents(), different);
    compare(
        TOKENIZE_CHINESE_CHARS, here.tokenizeChineseChars(), own.tokenizeChineseChars(), different);
    notes.accept(
        options.file()
            + ": "
            + String.join(", ", different)
            + ", otherwise in tokenizer.json; this file decides, as for HuggingFace's"
            + " BertTokenizer");
    return json.with(here);
  }

  private void compare(String option, boolean here, boolean own, List<String> different) {
    if (here != own) {
      different.add(option + " is " + here + (options.at(option).isAbsent() ? " by default" : ""));
    }
  }

  private boolean isBert() {
    return tokenizerClass.isAbsent() || BERT_CLASSES.contains(tokenizerClass.value().asText());
  }

  /** A {@code vocab.txt} alone does not tell what other classes do to a text. */
  private void requireBert() {
    if (!isBert()) {
      throw tokenizerClass.refused(
          "\"BertTokenizer\", or a tokenizer.json beside vocab.txt for what this class does");
    }
    requireKind("word_tokenizer_type", "basic");
    requireKind("subword_tokenizer_type", "wordpiece");
  }

  private void requireKind(String field, String kind) {
    JsonPlace place = options.at(field);
    if (!place.isAbsent() && !place.value().asText().equals(kind)) {
      throw place.refused("\"" + kind + "\", or a tokenizer.json beside vocab.txt");
    }
  }

  private BertNormalization normalization(Capitals capitals) {
    boolean lowerCase = flag(DO_LOWER_CASE, !capitals.areUsual());
    return new BertNormalization(
        lowerCase, flag(STRIP_ACCENTS, lowerCase), flag(TOKENIZE_CHINESE_CHARS, true));
  }

  private boolean flag(String option, boolean absent) {
    JsonPlace field = options.at(option);
    return field.isAbsent() ? absent : field.flag();
  }
}
