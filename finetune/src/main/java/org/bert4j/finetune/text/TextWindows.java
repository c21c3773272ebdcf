package org.bert4j.finetune.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.Sequences;
import org.bert4j.finetune.WindowScorer;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Texts as a model reads them: {@code [CLS] text [SEP]}, and of a pair {@code [CLS] text [SEP] pair
 * [SEP]} with type 1 from {@code pair} on. Special tokens in a text are ordinary characters.
 */
public final class TextWindows implements Sequences {
  private record Window(int text, int[] ids, int first) {}

  private final List<Window> windows = new ArrayList<>();
  private final int texts;
  private int longTexts;
  private int[] types = new int[0];

  /**
   * How texts are read.
   *
   * @param tokenizer the model's tokenizer
   * @param maxSeqLength longest window in tokens, special tokens included
   * @param longTexts what becomes of longer texts; windows are for single texts, of pairs the
   *     beginnings are read instead
   */
  public record Reading(BertTokenizer tokenizer, int maxSeqLength, LongTexts longTexts) {}

  private TextWindows(int texts) {
    this.texts = texts;
  }

  /**
   * Cuts texts, or pairs of texts, into windows.
   *
   * @param texts the texts
   * @param reading how they are read
   * @return their windows
   */
  public static TextWindows of(List<LabelledText> texts, Reading reading) {
    List<int[]> firsts =
        reading.tokenizer().encodeAll(texts.stream().map(LabelledText::text).toList());
    List<int[]> seconds =
        reading
            .tokenizer()
            .encodeAll(texts.stream().map(text -> text.pair() == null ? "" : text.pair()).toList());
    TextWindows windows = new TextWindows(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).pair() == null) {
        windows.add(i, firsts.get(i), reading);
      } else {
        windows.addPair(i, firsts.get(i), seconds.get(i), reading);
      }
    }
    return windows;
  }

  /**
   * Cuts single texts into windows.
   *
   * @param texts the texts
   * @param reading how they are read
   * @return their windows
   */
  public static TextWindows ofTexts(List<String> texts, Reading reading) {
    List<int[]> pieces = reading.tokenizer().encodeAll(texts);
    TextWindows windows = new TextWindows(texts.size());
    for (int i = 0; i < pieces.size(); i++) {
      windows.add(i, pieces.get(i), reading);
    }
    return windows;
  }

  private void add(int text, int[] pieces, Reading reading) {
    int room = reading.maxSeqLength() - 2;
    longTexts += pieces.length > room ? 1 : 0;
    for (int[] part : reading.longTexts().cut(pieces, room)) {
      int[] ids = new int[part.length + 2];
      ids[0] = reading.tokenizer().clsId();
      System.arraycopy(part, 0, ids, 1, part.length);
      ids[part.length + 1] = reading.tokenizer().sepId();
      windows.add(new Window(text, ids, ids.length));
    }
  }

  /** The longer of both gives way first, as in HuggingFace's {@code longest_first}. */
  private void addPair(int text, int[] first, int[] second, Reading reading) {
    int room = reading.maxSeqLength() - 3;
    int ofFirst = first.length;
    int ofSecond = second.length;
    if (ofFirst + ofSecond > room) {
      longTexts++;
      int shorter = Math.min(Math.min(ofFirst, ofSecond), room / 2);
      ofFirst = first.length <= second.length ? shorter : room - shorter;
      ofSecond = room - ofFirst;
    }
    LongTexts cut = reading.longTexts() == LongTexts.WINDOWS ? LongTexts.HEAD : reading.longTexts();
    int[] a = ofFirst == 0 ? new int[0] : cut.cut(first, ofFirst).get(0);
    int[] b = ofSecond == 0 ? new int[0] : cut.cut(second, ofSecond).get(0);
    int[] ids = new int[a.length + b.length + 3];
    ids[0] = reading.tokenizer().clsId();
    System.arraycopy(a, 0, ids, 1, a.length);
    ids[a.length + 1] = reading.tokenizer().sepId();
    System.arraycopy(b, 0, ids, a.length + 2, b.length);
    ids[ids.length - 1] = reading.tokenizer().sepId();
    windows.add(new Window(text, ids, a.length + 2));
  }

  /**
   * Texts that are longer than the model takes.
   *
   * @return their number
   */
  public int longTexts() {
    return longTexts;
  }

  /**
   * The text that a window is of.
   *
   * @param window its number
   * @return number of the text
   */
  public int text(int window) {
    return windows.get(window).text();
  }

  @Override
  public int count() {
    return windows.size();
  }

  @Override
  public int length(int window) {
    return windows.get(window).ids().length;
  }

  @Override
  public void addTo(TokenBatch batch, int window) {
    Window added = windows.get(window);
    if (types.length < added.ids().length) {
      types = new int[added.ids().length];
    }
    Arrays.fill(types, 0, added.first(), 0);
    Arrays.fill(types, added.first(), added.ids().length, 1);
    batch.add(added.ids(), types, 0, added.ids().length);
  }

  /**
   * Computes the outputs of every text.
   *
   * @param scorer a model of K outputs a sequence
   * @return {@code [K]} for each, means over the text's windows
   */
  public List<float[]> outputs(WindowScorer scorer) {
    float[][] sums = new float[texts][];
    int[] counts = new int[texts];
    scorer.compute(
        this,
        (window, outputs) -> {
          int text = text(window);
          counts[text]++;
          if (sums[text] == null) {
            sums[text] = outputs;
          } else {
            for (int k = 0; k < outputs.length; k++) {
              sums[text][k] += outputs[k];
            }
          }
        });
    for (int text = 0; text < texts; text++) {
      for (int k = 0; k < sums[text].length; k++) {
        sums[text][k] /= counts[text];
      }
    }
    return List.of(sums);
  }
}
