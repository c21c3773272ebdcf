package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time grows with the length of a text whatever it repeats, not with the length's square. */
class LongLinesTest {
  private static final int CHARS = 200_000;

  private static List<String> split(String text) {
    List<String> sentences = new ArrayList<>();
    new SentenceSplitter().split(text, sentences::add);
    return sentences;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".", "a.", "A.", "...a", "\n", "\u2028", "\u0085", ")\n", "\"\n", "'\n", "》\n'\n", ". \n",
        " ", "1", "中", "」", "。」", "1 . 5 ", "Dr. ", "http://a.b?A", "? a", "。\n, ", "(", ". ) "
      })
  void repetitionsTakeNoTime(String unit) {
    String text = "A " + unit.repeat(CHARS / unit.length()) + " b";
    assertTimeout(Duration.ofSeconds(4), () -> split(text), unit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\n\n\n", " \n \n", "\u2028\u2028"})
  void manyLineEndsCutAsOneDoes(String lineEnds) {
    assertEquals(
        List.of("(He left.)", "She stayed.", "Nobody (ever) knew, why."),
        split("(He left.)" + lineEnds + "She stayed." + lineEnds + "Nobody (ever) knew, why."));
    assertEquals(List.of("One", "Two."), split("One" + lineEnds + "Two." + lineEnds));
  }
}
