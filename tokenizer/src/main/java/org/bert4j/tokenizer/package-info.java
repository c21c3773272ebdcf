/**
 * WordPiece tokenization: text in, ids out, no tensors.
 *
 * <p>{@link org.bert4j.tokenizer.BertTokenizer} is the only way to the native tokenizer of DJL
 * (HuggingFace's Rust library). It reads a {@code tokenizer.json} or builds the same pipeline from
 * a {@code vocab.txt}:
 *
 * <pre>
 * text - BertNormalizer (control characters, Chinese, accents, case) - BertPreTokenizer (words) - WordPiece - ids
 * </pre>
 *
 * <p><b>Files that contradict each other.</b> Where there is a {@code tokenizer_config.json}, its
 * options {@code do_lower_case}, {@code strip_accents} and {@code tokenize_chinese_chars} overrule
 * BERT's normalizer in {@code tokenizer.json}, and one that is left out has its default, as in
 * HuggingFace's BERT classes; if {@code tokenizer_class} names another class, {@code
 * tokenizer.json} is read as it is. Where there is only a {@code vocab.txt}, such a class is
 * refused, and if nothing says whether to lower-case, the vocabulary does: it is cased if a tenth
 * of its pieces with letters have capitals, uncased up to a twentieth. What was chosen is logged as
 * a warning.
 *
 * <p>{@link org.bert4j.tokenizer.training.WordPieceTrainer} learns a vocabulary over the words of
 * exactly this normalizer and pre-tokenizer: it runs them in the same native library.
 *
 * <p><b>Tokenizers from strangers.</b> The native library ends the process on much that it has not
 * foreseen (a broken character map, an empty pattern, an added token of which the normalizer leaves
 * nothing), and nothing stops a regular expression that explodes. A {@code tokenizer.json} is
 * therefore read here first: it must have a WordPiece model and otherwise components that
 * HuggingFace's library writes for BERT, byte-level or SentencePiece tokenizers, with fields in
 * bounds, regular expressions that are searched for in linear time, and no more growth of a text
 * than such tokenizers need. Anything else is refused in one line before the library sees it.
 *
 * <p><b>Special tokens in the text.</b> A corpus may contain {@code [MASK]} or {@code [SEP]} as
 * ordinary characters. {@link org.bert4j.tokenizer.BertTokenizer#encodeAll} therefore recognizes no
 * special token, and vocabulary training neither: BERT's pre-tokenizer cuts {@code [MASK]} into
 * {@code [}, {@code mask} and {@code ]}, and of all special ids only that of {@code [UNK]} ever
 * comes out. {@link org.bert4j.tokenizer.BertTokenizer#encode(String)} recognizes them, as
 * HuggingFace's tokenizers do, because that is how a mask is written in a prompt; {@link
 * org.bert4j.tokenizer.EncodeOptions} turns this off for text from strangers.
 *
 * <p><b>Differences from Google's original tokenizer</b>, all those of HuggingFace's native one: a
 * capital sigma at the end of a word becomes {@code σ} and not {@code ς}; words of more than 100
 * characters become {@code [UNK]} (Google: 200); private characters are removed. HuggingFace's
 * Python tokenizer also removes unassigned ones; here, as in Google's, their word is {@code [UNK]}.
 */
package org.bert4j.tokenizer;
