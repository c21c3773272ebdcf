package org.bert4j.examples.plot;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.util.Locale;

/** Numbers of an axis such as 0, 5E-5 and 1.5E-4. */
final class SmallNumberFormat extends DecimalFormat {
  private static final long serialVersionUID = 1;

  SmallNumberFormat() {
    super("0.#E0", DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  @Override
  public StringBuffer format(double number, StringBuffer text, FieldPosition position) {
    return number == 0 ? text.append('0') : super.format(number, text, position);
  }
}
