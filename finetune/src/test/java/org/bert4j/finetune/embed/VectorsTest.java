package org.bert4j.finetune.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Vectors that are searched through and written. */
class VectorsTest {
  private static List<float[]> random(int count, int size, long seed) {
    Random random = new Random(seed);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[size];
      for (int h = 0; h < size; h++) {
        vector[h] = random.nextInt(9) - 4; // small whole numbers: products are exact, ties happen
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static double product(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(h -> a[h] * b[h]).sum();
  }

  /**
   * Over more vectors than a block has, more queries than a batch has, and more hits than there
   * are.
   */
  @Test
  void theClosestAreFound() {
    for (int[] sizes : new int[][] {{20_000, 7, 70, 5}, {3, 5, 2, 9}}) {
      List<float[]> vectors = random(sizes[0], sizes[1], 1);
      List<float[]> queries = random(sizes[2], sizes[1], 2);
      try (VectorIndex index = VectorIndex.of(vectors, 2)) {
        VectorIndex.Hits hits = index.search(queries, sizes[3]);
        for (int q = 0; q < queries.size(); q++) {
          float[] query = queries.get(q);
          int[] expected =
              IntStream.range(0, vectors.size())
                  .boxed()
                  .sorted(
                      Comparator.comparingDouble((Integer i) -> -product(query, vectors.get(i)))
                          .thenComparing(Comparator.naturalOrder()))
                  .limit(sizes[3])
                  .mapToInt(Integer::intValue)
                  .toArray();
          assertArrayEquals(expected, hits.ids()[q]);
          assertEquals(product(query, vectors.get(expected[0])), hits.scores()[q][0]);
        }
        assertThrows(IllegalArgumentException.class, () -> index.search(queries, 0));
        assertThrows(IllegalArgumentException.class, () -> index.search(List.of(new float[1]), 1));
      }
    }
    assertThrows(IllegalArgumentException.class, () -> VectorIndex.of(List.of(), 1));
  }

  @Test
  void matricesAreWrittenAsNumPyReadsThem() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (VectorWriter writer =
        VectorWriter.to(VectorWriter.Form.NPY, Channels.newChannel(out), 2, 3)) {
      writer.write("a", new float[] {1, 2, 3});
      writer.write("b", new float[] {-1, 0.5f, 0});
    }
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals((byte) 0x93, bytes.get());
    byte[] magic = new byte[5];
    bytes.get(magic);
    assertEquals("NUMPY", new String(magic, StandardCharsets.US_ASCII));
    assertEquals(1, bytes.getShort());
    byte[] header = new byte[bytes.getShort()];
    assertEquals(0, (10 + header.length) % 64);
    bytes.get(header);
    String dictionary = new String(header, StandardCharsets.US_ASCII);
    assertTrue(dictionary.endsWith("\n"));
    assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", dictionary.strip());
    float[] values = new float[6];
    bytes.asFloatBuffer().get(values);
    assertArrayEquals(new float[] {1, 2, 3, -1, 0.5f, 0}, values);
    assertEquals(24, bytes.remaining());
  }

  @Test
  void textsAreWrittenBesideTheirVectors() throws IOException {
    assertEquals("\"a, b\",1.0,0.5\n", written(VectorWriter.Form.CSV));
    assertEquals("{\"text\":\"a, b\",\"vector\":[1.0,0.5]}\n", written(VectorWriter.Form.JSONL));
    assertEquals(VectorWriter.Form.NPY, VectorWriter.Form.of(Path.of("x.NPY")));
    assertThrows(IllegalArgumentException.class, () -> VectorWriter.Form.of(Path.of("x.parquet")));
  }

  private static String written(VectorWriter.Form form) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (VectorWriter writer = VectorWriter.to(form, Channels.newChannel(out), 1, 2)) {
      writer.write("a, b", new float[] {1, 0.5f});
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
