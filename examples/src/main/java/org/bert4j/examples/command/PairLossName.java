package org.bert4j.examples.command;

import java.util.Locale;
import org.bert4j.common.model.PairLoss;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a loss of pairs: {@code cosine} or {@code in-batch-negatives}. */
final class PairLossName implements ITypeConverter<PairLoss.Kind> {
  @Override
  public PairLoss.Kind convert(String value) {
    return switch (value.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "cosine" -> PairLoss.Kind.COSINE;
      case "in-batch-negatives" -> PairLoss.Kind.IN_BATCH_NEGATIVES;
      default ->
          throw new TypeConversionException(
              "'" + value + "', expected cosine or in-batch-negatives");
    };
  }
}
