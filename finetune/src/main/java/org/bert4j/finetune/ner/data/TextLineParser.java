package org.bert4j.finetune.ner.data;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.io.LineReader;

/** A text a line, an empty one too, so that line n of the output belongs to line n of the input. */
final class TextLineParser implements SentenceParser {
  private final WordSplitting splitting;
  private long leftOut;

  TextLineParser(WordSplitting splitting) {
    this.splitting = splitting;
  }

  @Override
  public String form() {
    return "a text a line";
  }

  @Override
  public void parse(LineReader reader, Consumer<RawSentence> sentences) throws IOException {
    long written = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      fill(written, reader.lineNumber() - 1, reader, sentences);
      add(line, reader.lineNumber(), reader, sentences);
      written = reader.lineNumber();
    }
    fill(written, reader.lineNumber(), reader, sentences);
  }

  /** An empty text in the place of every line that is left out because it is not UTF-8. */
  private void fill(long from, long to, LineReader reader, Consumer<RawSentence> sentences) {
    for (long line = from + 1; line <= to; line++) {
      add("", line, reader, sentences);
      leftOut++;
    }
  }

  private void add(String line, long number, LineReader reader, Consumer<RawSentence> sentences) {
    SentenceText text = SentenceText.split(line, splitting);
    SourcePosition source = SourcePosition.ofLine(reader.source(), number);
    sentences.accept(new RawSentence(text.words(), List.of(), source, Optional.of(text)));
  }

  @Override
  public List<String> notes() {
    return leftOut == 0
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT, "%,d lines that are not UTF-8 are empty in the output", leftOut));
  }
}
