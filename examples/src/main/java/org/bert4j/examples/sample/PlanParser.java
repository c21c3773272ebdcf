package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the order of a document: {@code a b? 2(c d e)}. */
final class PlanParser {
  private static final Pattern STEP =
      Pattern.compile("([a-z]\\w*)(\\?)?|([1-9])\\(([a-z]\\w*(?: [a-z]\\w*)++)\\)");
  private static final Pattern PLAN =
      Pattern.compile(
          String.format(Locale.ROOT, "(?:%s)(?: (?:%s))*+", STEP.pattern(), STEP.pattern()));

  private PlanParser() {}

  /**
   * Reads a plan.
   *
   * @throws IllegalArgumentException if it is none
   */
  static List<Grammar.Step> parse(String plan) {
    if (!PLAN.matcher(plan).matches()) {
      throw new IllegalArgumentException(
          "a plan has steps a, b? and 2(c d e), not \"" + plan + "\"");
    }
    List<Grammar.Step> steps = new ArrayList<>();
    Matcher step = STEP.matcher(plan);
    while (step.find()) {
      steps.add(
          step.group(1) != null
              ? new Grammar.Step(List.of(step.group(1)), 1, step.group(2) != null)
              : new Grammar.Step(
                  List.of(step.group(4).split(" ")), Integer.parseInt(step.group(3)), false));
    }
    return steps;
  }
}
