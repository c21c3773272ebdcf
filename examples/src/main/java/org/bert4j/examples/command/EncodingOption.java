package org.bert4j.examples.command;

import java.nio.charset.Charset;
import org.bert4j.common.io.TextEncoding;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which encoding texts are in. */
final class EncodingOption {
  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = Name.class,
      description =
          "Encoding of the text, such as latin-1, windows-1252, GB18030, Big5 or UTF-16LE; where a "
              + "file begins with a byte-order mark, that decides. Default: UTF-8.")
  private Charset encoding;

  /** Takes the names that other tools have for encodings. */
  static final class Name implements ITypeConverter<Charset> {
    @Override
    public Charset convert(String name) {
      try {
        return TextEncoding.named(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** What was given, and what another configuration says otherwise. */
  Charset or(Charset base) {
    return encoding != null ? encoding : base;
  }
}
