package org.bert4j.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A BERT WordPiece tokenizer. It never downloads anything, never pads, and truncates only when told
 * so. Thread-safe; it owns native memory until it is closed.
 */
public final class BertTokenizer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BertTokenizer.class);

  private final TokenizerJson json;

  /** What the tokenizer's files say of the longest sequence, 0 if nothing. */
  private final int modelMaxLength;

  private final Vocabulary vocabulary;

  /** Recognizes special tokens in a text. */
  private final NativeTokenizer recognizing;

  /** Takes special tokens in a text for ordinary characters. */
  private final NativeTokenizer plain;

  /** Null unless a text's chunks can be tokenized one by one. */
  private final WordPieceCache cache;

  private BertTokenizer(TokenizerFiles files) {
    this.json = files.json();
    this.modelMaxLength = files.modelMaxLength();
    this.vocabulary = json.vocabulary();
    this.recognizing = json.recognizingSpecialTokens();
    try {
      this.plain = json.recognizingNoSpecialTokens();
    } catch (RuntimeException | Error e) {
      recognizing.close();
      throw e;
    }
    this.cache =
        json.added().hasOthers()
            ? null
            : json.normalization()
                .map(
                    bert ->
                        new WordPieceCache(
                            plain, bert.tokenizeChineseChars(), WordPieceCache.ENTRIES))
                .orElse(null);
  }

  /**
   * Reads the tokenizer of a HuggingFace directory: {@code tokenizer.json}, or else {@code
   * vocab.txt}, with the settings {@code do_lower_case}, {@code strip_accents} and {@code
   * tokenize_chinese_chars} of {@code tokenizer_config.json}. If that names a BERT class or none,
   * it overrules {@code tokenizer.json}. A {@code vocab.txt} alone is cased if its pieces have
   * capitals, else uncased. What the files leave open or say differently is logged as a warning,
   * with what was chosen.
   *
   * @param directory where the files are; or one file of the form of a {@code tokenizer.json}
   * @return the tokenizer, to be closed by the caller
   * @throws IllegalArgumentException if no tokenizer is there, if a file is broken or not a BERT
   *     tokenizer, if a {@code vocab.txt} contradicts {@code tokenizer_config.json}, or if the
   *     native library cannot be unpacked
   * @throws IOException if a file cannot be read
   */
  public static BertTokenizer load(Path directory) throws IOException {
    return new BertTokenizer(TokenizerFiles.read(directory, LOG::warn));
  }

  /**
   * Builds BERT's tokenizer around a vocabulary.
   *
   * @param tokens the tokens in id order, the special tokens among them
   * @param normalization what happens to a text before it is split into words
   * @return the tokenizer, to be closed by the caller
   * @throws IllegalArgumentException if a token is empty or repeated or a special token is missing
   */
  public static BertTokenizer of(List<String> tokens, BertNormalization normalization) {
    Vocabulary vocabulary = new Vocabulary(tokens, "vocabulary");
    TokenizerJson json = TokenizerJson.build(vocabulary, normalization);
    return new BertTokenizer(new TokenizerFiles(json, 0));
  }

  /**
   * The number of tokens; ids are 0 to this, exclusive.
   *
   * @return the size of the vocabulary, added tokens included
   */
  public int vocabularySize() {
    return vocabulary.size();
  }

  /**
   * All tokens in id order.
   *
   * @return an unmodifiable list whose index is the id
   */
  public List<String> tokens() {
    return vocabulary.tokens();
  }

  /**
   * The id of [PAD].
   *
   * @return the padding token's id
   */
  public int padId() {
    return vocabulary.specialId(Vocabulary.PAD);
  }

  /**
   * The id of [UNK].
   *
   * @return the id of every word that the vocabulary cannot spell
   */
  public int unknownId() {
    return vocabulary.specialId(Vocabulary.UNKNOWN);
  }

  /**
   * The id of [CLS].
   *
   * @return the id of the first token of every sequence
   */
  public int clsId() {
    return vocabulary.specialId(Vocabulary.CLS);
  }

  /**
   * The id of [SEP].
   *
   * @return the id of the token after each text
   */
  public int sepId() {
    return vocabulary.specialId(Vocabulary.SEP);
  }

  /**
   * The id of [MASK].
   *
   * @return the id of the token that stands for a hidden one
   */
  public int maskId() {
    return vocabulary.specialId(Vocabulary.MASK);
  }

  /**
   * The token of an id.
   *
   * @param id a token id
   * @return its token, with {@code ##} if it continues a word
   * @throws IllegalArgumentException if the vocabulary has no such id
   */
  public String token(int id) {
    return vocabulary.token(id);
  }

  /**
   * The id of a token.
   *
   * @param token a token as the vocabulary writes it
   * @return its id, or empty if it is not in the vocabulary
   */
  public OptionalInt id(String token) {
    return vocabulary.id(token);
  }

  /**
   * Whether a token continues the word of the token before it.
   *
   * @param id a token id
   * @return true if its token starts with {@code ##}
   * @throws IllegalArgumentException if the vocabulary has no such id
   */
  public boolean isContinuation(int id) {
    return vocabulary.isContinuation(id);
  }

  /**
   * Whether a token stands for no text: [PAD], [UNK], [CLS], [SEP], [MASK] and what a {@code
   * tokenizer.json} adds as special.
   *
   * @param id a token id
   * @return true for a special token's id
   */
  public boolean isSpecial(int id) {
    return json.added().isSpecial(id);
  }

  /**
   * Tokenizes many texts on all cores (those of the ForkJoinPool it is called in). Special tokens
   * in a text are ordinary characters: {@code [MASK]} yields pieces for {@code [}, {@code mask} and
   * {@code ]}, never {@link #maskId}.
   *
   * @param texts the texts
   * @return the ids of each text's pieces in the order of the texts, without [CLS] and [SEP]
   */
  public List<int[]> encodeAll(List<String> texts) {
    return texts.parallelStream()
        .map(text -> cache == null ? plain.ids(text) : cache.ids(text))
        .toList();
  }

  /**
   * Encodes a single text, whole, special tokens in it recognized.
   *
   * @param text the text
   * @return {@code [CLS] text [SEP]}
   */
  public Encoding encode(String text) {
    return encode(text, null, EncodeOptions.untruncated());
  }

  /**
   * Encodes a text or a pair of texts.
   *
   * @param text the first text
   * @param pair the second text, null for a single text; an empty one is a text as well
   * @param options truncation and the treatment of special tokens in the texts
   * @return {@code [CLS] text [SEP]} or {@code [CLS] text [SEP] pair [SEP]}
   * @throws IllegalArgumentException if the texts cannot be cut to the options' length
   */
  public Encoding encode(String text, String pair, EncodeOptions options) {
    NativeTokenizer tokenizer = options.recognizeSpecialTokens() ? recognizing : plain;
    return EncodingAssembler.assemble(
        vocabulary, tokenizer.pieces(text), pair == null ? null : tokenizer.pieces(pair), options);
  }

  /**
   * Joins tokens to a text to look at: pieces of a word together, words with blanks between,
   * Chinese characters and punctuation without. [PAD], [CLS] and [SEP] are left out. What
   * normalization removed does not come back.
   *
   * @param ids token ids
   * @return the text
   * @throws IllegalArgumentException if the vocabulary has no such id
   */
  public String decode(int... ids) {
    return TokenJoiner.join(vocabulary, ids);
  }

  /**
   * Writes {@code vocab.txt}, {@code tokenizer.json}, {@code tokenizer_config.json} and {@code
   * special_tokens_map.json} as HuggingFace reads them, all or none. If the files that this
   * tokenizer was read from name a {@code model_max_length}, these do as well.
   *
   * @param directory where to write; created if missing
   * @throws IOException if a file cannot be written; files that were there are then as before
   */
  public void save(Path directory) throws IOException {
    new TokenizerFiles(json, modelMaxLength).write(directory);
  }

  /**
   * Writes the same files for a model. The {@code model_max_length} in {@code
   * tokenizer_config.json}, to which HuggingFace's tokenizers truncate, is the model's, or the
   * tokenizer's own if that is smaller.
   *
   * @param directory where to write; created if missing
   * @param modelMaxLength the longest sequence the model takes, in tokens
   * @throws IllegalArgumentException if {@code modelMaxLength} is not positive
   * @throws IOException if a file cannot be written; files that were there are then as before
   */
  public void save(Path directory, int modelMaxLength) throws IOException {
    if (modelMaxLength < 1) {
      throw new IllegalArgumentException(
          "model_max_length " + modelMaxLength + ": expected a positive number of tokens");
    }
    int smaller =
        this.modelMaxLength > 0 ? Math.min(this.modelMaxLength, modelMaxLength) : modelMaxLength;
    new TokenizerFiles(json, smaller).write(directory);
  }

  /** Frees the native memory. Afterwards only the vocabulary can be asked. */
  @Override
  public void close() {
    recognizing.close();
    plain.close();
  }
}
