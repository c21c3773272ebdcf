package org.bert4j.finetune.embed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;

/** Writes texts and their vectors. */
public interface VectorWriter extends AutoCloseable {
  /** How vectors are written. */
  enum Form {
    /** NumPy's format: the matrix of all vectors in single precision, without the texts. */
    NPY,
    /** A row a text with the text first, without names of columns. */
    CSV,
    /** An object a line, with {@code text} and {@code vector}. */
    JSONL;

    /**
     * The form of a file.
     *
     * @param file its name says so
     * @return the form
     * @throws IllegalArgumentException if the name ends otherwise
     */
    public static Form of(Path file) {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      for (Form form : values()) {
        if (name.endsWith("." + form.name().toLowerCase(Locale.ROOT))) {
          return form;
        }
      }
      throw new IllegalArgumentException(
          file + ": expected a name that ends in .npy, .csv or .jsonl");
    }
  }

  /**
   * Writes a text and its vector.
   *
   * @param text the text
   * @param vector {@code [H]}
   * @throws IOException if writing fails
   */
  void write(String text, float[] vector) throws IOException;

  @Override
  default void close() throws IOException {}

  /**
   * Writes JSON lines.
   *
   * @param out receives them, not closed
   * @return the writer
   */
  static VectorWriter jsonl(Writer out) {
    ObjectMapper json = new ObjectMapper();
    return (text, vector) -> {
      ObjectNode line = json.createObjectNode().put("text", text);
      ArrayNode numbers = line.putArray("vector");
      for (float number : vector) {
        numbers.add(number);
      }
      out.write(json.writeValueAsString(line) + "\n");
    };
  }

  /**
   * Makes a writer.
   *
   * @param form how vectors are written
   * @param channel receives them, not closed
   * @param count how many there will be
   * @param size H
   * @return the writer, to be closed by the caller
   * @throws IOException if writing fails
   */
  static VectorWriter to(Form form, WritableByteChannel channel, int count, int size)
      throws IOException {
    if (form == Form.NPY) {
      write(channel, header(count, size));
      ByteBuffer row = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      return (text, vector) -> {
        row.clear();
        row.asFloatBuffer().put(vector);
        write(channel, row);
      };
    }
    Writer out =
        new BufferedWriter(
            new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    VectorWriter lines = form == Form.JSONL ? jsonl(out) : csv(out);
    return new VectorWriter() {
      @Override
      public void write(String text, float[] vector) throws IOException {
        lines.write(text, vector);
      }

      @Override
      public void close() throws IOException {
        out.flush();
      }
    };
  }

  private static VectorWriter csv(Writer out) {
    return (text, vector) -> {
      Object[] fields = new Object[vector.length + 1];
      fields[0] = text;
      for (int i = 0; i < vector.length; i++) {
        fields[i + 1] = vector[i];
      }
      out.write(CSVFormat.RFC4180.format(fields) + "\n");
    };
  }

  /** Version 1.0 of NumPy's format: the header ends at a multiple of 64 bytes. */
  private static ByteBuffer header(int count, int size) {
    String shape =
        String.format(
            Locale.ROOT,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }",
            count,
            size);
    int length = (10 + shape.length() + 1 + 63) / 64 * 64 - 10;
    ByteBuffer header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) length);
    String padded = shape + " ".repeat(length - 1 - shape.length()) + "\n";
    return header.put(padded.getBytes(StandardCharsets.US_ASCII)).flip();
  }

  private static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
