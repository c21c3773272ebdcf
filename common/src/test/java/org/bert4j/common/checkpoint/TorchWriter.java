package org.bert4j.common.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bert4j.common.io.DType;

/** Writes state dicts as {@code torch.save} does. */
final class TorchWriter {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

  private TorchWriter() {}

  /** Writes tensors, each with a storage of its own. */
  static void write(Path file, Map<String, FloatTensor> tensors) throws IOException {
    Files.write(file, archive(pickle(tensors), tensors));
  }

  /** The pickle of a state dict. */
  static byte[] pickle(Map<String, FloatTensor> tensors) {
    TorchWriter writer = new TorchWriter();
    writer.op("\u0080\2}(");
    int key = 0;
    for (Map.Entry<String, FloatTensor> tensor : tensors.entrySet()) {
      writer.text(tensor.getKey());
      writer.tensor(key++, tensor.getValue());
    }
    writer.op("u.");
    return writer.pickle.toByteArray();
  }

  /** An archive of a pickle and storages {@code 0}, {@code 1} and so on. */
  static byte[] archive(byte[] pickle, Map<String, FloatTensor> storages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "model/data.pkl", pickle);
      entry(zip, "model/byteorder", "little".getBytes(StandardCharsets.UTF_8));
      int key = 0;
      for (FloatTensor storage : storages.values()) {
        int count = storage.values().remaining();
        ByteBuffer data = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(storage.values().duplicate());
        entry(zip, "model/data/" + key++, data.array());
      }
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private void tensor(int key, FloatTensor tensor) {
    op("ctorch._utils\n_rebuild_tensor_v2\n((");
    text("storage");
    op("ctorch\nFloatStorage\n");
    text(Integer.toString(key));
    text("cpu");
    number(tensor.values().remaining());
    op("tQ");
    number(0);
    numbers(tensor.shape());
    numbers(StridedTensor.rowMajor(DType.F32, tensor.shape()).strides());
    op("\u0089ccollections\nOrderedDict\n)RtR");
  }

  private void numbers(Iterable<Long> numbers) {
    op("(");
    numbers.forEach(n -> number(n.intValue()));
    op("t");
  }

  private void number(int number) {
    op("J");
    pickle.writeBytes(little(number));
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op("X");
    pickle.writeBytes(little(bytes.length));
    pickle.writeBytes(bytes);
  }

  private void op(String opcodes) {
    pickle.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] little(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }
}
