package org.bert4j.common.model;

import java.util.Arrays;
import java.util.Map;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/** How a model's random parameters are drawn. */
public enum Initialization {
  /**
   * As BERT's are: matrices from a normal distribution truncated at two standard deviations, biases
   * 0, normalization weights 1.
   */
  BERT,
  /**
   * As BERT's, with the first attention heads of each layer set on the neighbours of a token; see
   * {@link NeighbourHeads}.
   */
  NEIGHBOURS;

  /**
   * Sets all parameters of a model.
   *
   * @param model the model
   * @param seed of the run
   */
  public void apply(DataParallel<?, ?> model, long seed) {
    draw(model.parameters(), seed, model.config().initializerRange());
    if (this == NEIGHBOURS) {
      new NeighbourHeads(model.config()).set(model.model().bert());
    }
    model.parametersChanged();
  }

  /**
   * Sets parameters as BERT's are.
   *
   * @param parameters receive the values
   * @param seed of all draws
   * @param range standard deviation of matrices
   */
  public static void draw(Parameters parameters, long seed, double range) {
    int index = 0;
    for (Map.Entry<String, Parameter> each : parameters.named().entrySet()) {
      RandomStream random = RandomStream.of(seed, 0, index++, Purpose.INITIALIZATION);
      parameters.write(each.getKey(), firstValues(each.getValue(), random, range));
    }
  }

  private static float[] firstValues(Parameter parameter, RandomStream random, double range) {
    float[] values = new float[Math.toIntExact(parameter.elements())];
    switch (parameter.firstValues()) {
      case TRUNCATED_NORMAL -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (range * random.nextTruncatedNormal());
        }
      }
      case ZEROS -> Arrays.fill(values, 0);
      case ONES -> Arrays.fill(values, 1);
      case SINUSOIDS -> sinusoids(values, Math.toIntExact(parameter.columns()));
    }
    return values;
  }

  /**
   * Fills a table of positions: sines in even, cosines in odd columns (Vaswani et al., 2017).
   *
   * @param table receives the values, row by row
   * @param columns of the table
   */
  public static void sinusoids(float[] table, int columns) {
    for (int i = 0; i < table.length; i++) {
      int position = i / columns;
      int column = i % columns;
      double angle = position / Math.pow(10_000, (column / 2 * 2) / (double) columns);
      table[i] = (float) (column % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
    }
  }
}
