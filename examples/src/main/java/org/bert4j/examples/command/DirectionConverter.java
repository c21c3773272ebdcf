package org.bert4j.examples.command;

import java.util.Locale;
import org.bert4j.examples.translate.SamplePairs.Direction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code en-zh} or {@code zh-en}. */
final class DirectionConverter implements ITypeConverter<Direction> {
  @Override
  public Direction convert(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "en-zh" -> Direction.EN_ZH;
      case "zh-en" -> Direction.ZH_EN;
      default -> throw new TypeConversionException("\"" + value + "\", expected en-zh or zh-en");
    };
  }
}
