package org.bert4j.examples.command;

import org.bert4j.common.io.OffsetUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what {@code --offsets} says that offsets count. */
final class OffsetUnitName implements ITypeConverter<OffsetUnit> {
  @Override
  public OffsetUnit convert(String name) {
    try {
      return OffsetUnit.parse(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
