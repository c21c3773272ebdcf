package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tensors whose names all begin with what a program wrapped around the model, such as {@code
 * module.} and {@code model.}, read by the rest of their names.
 */
final class PrefixedTensors implements TensorFile {
  private static final String EMBEDDINGS = "embeddings.word_embeddings.weight";
  private static final String MODEL = "bert.";

  private final TensorFile file;
  private final String prefix;
  private final Set<String> names = new LinkedHashSet<>();

  private PrefixedTensors(TensorFile file, String prefix) {
    this.file = file;
    this.prefix = prefix;
    file.names().forEach(name -> names.add(name.substring(prefix.length())));
  }

  /**
   * Looks at the names.
   *
   * @param file an open file, which is closed if it is refused
   * @return the file itself if its word embeddings have their usual name or none that ends like it
   * @throws IllegalArgumentException if they have a prefix that other tensors lack
   */
  static TensorFile of(TensorFile file) throws IOException {
    String prefix = prefix(file.names());
    if (prefix.isEmpty()) {
      return file;
    }
    Optional<String> other =
        file.names().stream().filter(name -> !name.startsWith(prefix)).findFirst();
    if (other.isPresent()) {
      try (file) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: the encoder's tensors begin with \"%s\", but not all others, such as %s; save them"
                    + " by the names that HuggingFace gives them, such as %s%s",
                file.path(),
                printable(prefix),
                printable(other.get()),
                MODEL,
                EMBEDDINGS));
      }
    }
    return new PrefixedTensors(file, prefix);
  }

  /** What stands before the usual name of the word embeddings. */
  private static String prefix(Set<String> names) {
    boolean usual = names.contains(EMBEDDINGS) || names.contains(MODEL + EMBEDDINGS);
    Optional<String> embeddings =
        names.stream().filter(name -> name.endsWith("." + EMBEDDINGS)).findFirst();
    if (usual || embeddings.isEmpty()) {
      return "";
    }
    String name = embeddings.get();
    String before = name.substring(0, name.length() - EMBEDDINGS.length());
    return before.endsWith("." + MODEL)
        ? before.substring(0, before.length() - MODEL.length())
        : before;
  }

  /** Names are from files that nobody need trust. */
  private static String printable(String name) {
    String visible = name.replaceAll("\\p{Cntrl}", "?");
    return visible.length() <= 80 ? visible : visible.substring(0, 77) + "...";
  }

  /** What was found, for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%s: the names of all tensors begin with \"%s\", which is left out",
        path(),
        printable(prefix));
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public List<Long> shape(String name) {
    return file.shape(prefix + name);
  }

  @Override
  public void read(String name, FloatTensor target) throws IOException {
    file.read(prefix + name, target);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
