package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bert4j.common.io.GitLfs;

/**
 * An open {@code pytorch_model.bin}: a state dict as {@code torch.save} writes it from PyTorch 1.6
 * on. Its pickle is read, never run, and tensors of any layout are read without the rest.
 */
final class PyTorchFile implements TensorFile {
  private static final int ZIP = 0x04034b50;
  private static final int MAX_PICKLE_BYTES = 1 << 20;
  private static final String PICKLE = "/data.pkl";

  private final Path file;
  private final FileChannel channel;
  private final StoredZip zip;
  private final String root;
  private final ChannelReader reader;
  private final Map<String, TorchObjects.Tensor> tensors;

  private PyTorchFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    requireZip();
    zip = new StoredZip(channel);
    root = root();
    reader = new ChannelReader(byteOrder());
    tensors = tensors(new PickleReader(entry(root + PICKLE, MAX_PICKLE_BYTES)).read());
    for (TorchObjects.Tensor tensor : tensors.values()) {
      requireStored(tensor.storage());
    }
  }

  /**
   * Opens a file and reads its pickle.
   *
   * @throws IllegalArgumentException if it is damaged, holds something else than a state dict, asks
   *     for code, or is in the format from before PyTorch 1.6
   */
  static PyTorchFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": no such file, expected a PyTorch file");
    }
    GitLfs.refusePointer(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new PyTorchFile(file, channel);
    } catch (IllegalArgumentException e) {
      channel.close();
      throw new IllegalArgumentException(file + ": " + oneLine(e), e);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private void requireZip() throws IOException {
    int bytes = (int) Math.min(Integer.BYTES, channel.size());
    ByteBuffer start = ChannelReader.bytes(channel, 0, bytes);
    if (bytes > 1 && start.get(0) == (byte) 0x80 && start.get(1) == 2) {
      throw new IllegalArgumentException(
          "the format from before PyTorch 1.6, expected the one since; convert it in Python:"
              + " torch.save(torch.load(path, weights_only=True), path)");
    }
    if (bytes < Integer.BYTES || start.getInt() != ZIP) {
      throw new IllegalArgumentException(
          "this is no file that torch.save wrote; copy or download it again");
    }
  }

  /** The folder inside the archive that everything lies in; its name is of no importance. */
  private String root() {
    return zip.names().stream()
        .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
        .map(name -> name.substring(0, name.length() - PICKLE.length()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a zip archive without data.pkl; this is no file that torch.save wrote"));
  }

  private ByteOrder byteOrder() throws IOException {
    String name = root + "/byteorder";
    if (zip.bytes(name) < 0) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String order = StandardCharsets.ISO_8859_1.decode(entry(name, 16)).toString();
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw new IllegalArgumentException(name + " is neither little nor big");
    };
  }

  private ByteBuffer entry(String name, int limit) throws IOException {
    long bytes = zip.bytes(name);
    if (bytes > limit) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d bytes, expected at most %d of a state dict",
              name,
              bytes,
              limit));
    }
    return ChannelReader.bytes(channel, zip.position(name), (int) bytes);
  }

  private static Map<String, TorchObjects.Tensor> tensors(Object stateDict) {
    if (!(stateDict instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "no dictionary of tensors; save model.state_dict() and nothing around it");
    }
    Map<String, TorchObjects.Tensor> tensors = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (!(name instanceof String) || !(value instanceof TorchObjects.Tensor)) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "entry '%s' is no tensor; save model.state_dict() and nothing around it",
                    name));
          }
          tensors.put((String) name, (TorchObjects.Tensor) value);
        });
    return tensors;
  }

  private void requireStored(TorchObjects.Storage storage) throws IOException {
    String name = entryName(storage);
    long expected = storage.elements();
    if (zip.bytes(name) / storage.dtype().bytes() < expected || zip.bytes(name) < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d bytes, expected %d elements of %s; the file is damaged",
              name,
              Math.max(0, zip.bytes(name)),
              expected,
              storage.dtype()));
    }
    zip.position(name); // refuses what the directory says is there and the file is too short for
  }

  private String entryName(TorchObjects.Storage storage) {
    return root + "/data/" + storage.key();
  }

  @Override
  public Path path() {
    return file;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public List<Long> shape(String name) {
    return tensor(name).layout().shape();
  }

  @Override
  public void read(String name, FloatTensor target) throws IOException {
    TorchObjects.Tensor tensor = tensor(name);
    target.requireShape(tensor.layout().shape(), file, name);
    try {
      long start = zip.position(entryName(tensor.storage()));
      channel.position(start + tensor.offset() * tensor.storage().dtype().bytes());
      tensor.layout().read(channel, reader, target);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: tensor %s: %s", file, name, oneLine(e)), e);
    }
  }

  /** A message that may quote a file nobody trusts. */
  private static String oneLine(IllegalArgumentException e) {
    return e.getMessage().replaceAll("\\p{Cntrl}", "?");
  }

  private TorchObjects.Tensor tensor(String name) {
    TorchObjects.Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: no tensor %s", file, name));
    }
    return tensor;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
