package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tokenizing chunk by chunk must be the same as tokenizing the text, whatever stands in it. */
class WordPieceCacheTest {

  /** What could reach over the end of a chunk if anything did. */
  private static final String[] FRAGMENTS = {
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
      @ForAll("texts") String text, @ForAll boolean lowerCase, @ForAll boolean chinese) {
    List<String> tokens = TinyVocabulary.TOKENS;
    BertNormalization normalization = new BertNormalization(lowerCase, lowerCase, chinese);
    TokenizerJson json = TokenizerJson.build(new Vocabulary(tokens, "tiny"), normalization);
    try (NativeTokenizer whole = new NativeTokenizer(json.recognizingNoSpecialTokens(), "tiny")) {
      WordPieceCache cache = new WordPieceCache(whole, chinese);
      assertArrayEquals(whole.ids(text), cache.ids(text));
      assertArrayEquals(whole.ids(text), cache.ids(text), "from the cache");
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(FRAGMENTS).list().ofMaxSize(30).map(parts -> String.join("", parts));
  }
}
