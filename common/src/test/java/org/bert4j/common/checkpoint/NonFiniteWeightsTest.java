package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bert4j.common.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a model with such a weight computes is no number. */
class NonFiniteWeightsTest extends SavedModels {
  private static final String TENSOR = "bert.encoder.layer.1.output.dense.bias";

  private static Map<String, FloatTensor> with(float value) {
    Map<String, FloatTensor> stored = stored("tiny/model.safetensors");
    FloatBuffer values = stored.get(TENSOR).values();
    values.put(values.limit() - 1, value);
    return stored;
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void areRefusedByTheNameOfTheirTensor(float value) throws IOException {
    assertRefused(with(value), "tensor " + TENSOR + " holds " + value + ", expected finite");
  }

  @ParameterizedTest
  @EnumSource(WeightFormat.class)
  void areRefusedInEveryFormat(WeightFormat format) throws IOException {
    Files.copy(Golden.path("tiny/config.json"), directory.resolve("config.json"));
    write(format, with(Float.NaN));
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    Map<String, FloatTensor> parameters = parameters();
    String message =
        assertThrows(IllegalArgumentException.class, () -> checkpoint.loadParameters(parameters))
            .getMessage();
    assertTrue(message.contains(" holds NaN, expected finite numbers; "), message);
    assertEquals(1, message.lines().count());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void areRefusedInTheOptimizersStateToo(float value) throws IOException {
    FloatTensor moments = FloatTensor.of(FloatBuffer.wrap(new float[] {1, value, 2}), 3);
    Path training = Files.createDirectory(directory.resolve("training"));
    SafeTensorsWriter.write(training.resolve("optimizer.safetensors"), Map.of("m", moments));
    CheckpointDirectory checkpoint = CheckpointDirectory.at(directory);
    FloatTensor target = FloatTensor.of(FloatBuffer.allocate(3), 3);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> checkpoint.loadOptimizer(Map.of("m", target)))
            .getMessage();
    assertTrue(message.contains("tensor m holds " + value), message);
  }
}
