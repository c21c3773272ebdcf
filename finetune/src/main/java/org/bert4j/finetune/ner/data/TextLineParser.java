package org.bert4j.finetune.ner.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.io.LineReader;

/** A text a line, an empty one too, so that line n of the output belongs to line n of the input. */
final class TextLineParser implements SentenceParser {
  private final WordSplitting splitting;

  TextLineParser(WordSplitting splitting) {
    this.splitting = splitting;
  }

  @Override
  public String form() {
    return "a text a line";
  }

  @Override
  public void parse(LineReader reader, Consumer<RawSentence> sentences) throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      SentenceText text = SentenceText.split(line, splitting);
      SourcePosition source = SourcePosition.ofLine(reader.source(), reader.lineNumber());
      sentences.accept(new RawSentence(text.words(), List.of(), source, Optional.of(text)));
    }
  }
}
