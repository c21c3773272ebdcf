package org.bert4j.examples.translate;

import java.util.List;
import java.util.function.Supplier;
import org.bert4j.common.random.RandomStream;

/** Draws one of several ways to say something. */
record Choice(RandomStream random) {
  String of(String... ways) {
    return ways[random.nextInt(ways.length)];
  }

  String of(List<Supplier<String>> ways) {
    return ways.get(random.nextInt(ways.size())).get();
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
