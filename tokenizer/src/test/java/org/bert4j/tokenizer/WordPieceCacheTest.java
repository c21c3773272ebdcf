package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Tokenizing chunk by chunk must be the same as tokenizing the text, whatever stands in it. */
public class WordPieceCacheTest {

  /** What could reach over the end of a chunk if anything did. */
  public static final String[] FRAGMENTS = {
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u3000",
    "\u2028",
    "\u000b",
    "a",
    "b",
    "A",
    "É",
    "e\u0301",
    "\u0301",
    "\u0323",
    "ς",
    "Σ",
    "İ",
    "ß",
    "中",
    "国",
    "𠮷",
    "\uF900",
    "\uD87E\uDC00",
    "가",
    "\u1100",
    "\u1161",
    "\u200d",
    "\uFEFF",
    "\uFFFD",
    "\u0000",
    "\uD842",
    "\uDFB7",
    ".",
    "a".repeat(60),
    "a".repeat(101),
    "x1",
    "\u007f",
    "-",
    "'",
    "[MASK]",
    "##",
    "##a",
    "[",
    "😀",
    "👩\u200d👧",
    "the",
    "cat",
    "\u0378",
    "\uE000",
    "\uFF21"
  };

  @Property(tries = 500)
  void chunksAreIndependent(
      @ForAll("texts") List<String> texts,
      @ForAll boolean lowerCase,
      @ForAll boolean chinese,
      @ForAll @IntRange(min = 1, max = 8) int bits) {
    List<String> tokens = TinyVocabulary.TOKENS;
    BertNormalization normalization = new BertNormalization(lowerCase, lowerCase, chinese);
    TokenizerJson json = TokenizerJson.build(new Vocabulary(tokens, "tiny"), normalization);
    try (NativeTokenizer whole = json.recognizingNoSpecialTokens()) {
      WordPieceCache cache = new WordPieceCache(whole, chinese, 1 << bits);
      for (String text : texts) {
        assertArrayEquals(whole.ids(text), cache.ids(text));
        assertArrayEquals(whole.ids(text), cache.ids(text), "from the cache");
      }
    }
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.of(FRAGMENTS)
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts))
        .list()
        .ofMaxSize(4);
  }
}
