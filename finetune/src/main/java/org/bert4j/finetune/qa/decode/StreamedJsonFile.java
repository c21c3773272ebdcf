package org.bert4j.finetune.qa.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bert4j.common.io.AtomicFile;

/** A JSON object that is written field by field and has its name only once it is complete. */
final class StreamedJsonFile implements AutoCloseable {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Path file;
  private final Path temporary;
  private final FileChannel channel;
  private final JsonGenerator generator;

  StreamedJsonFile(Path file) throws IOException {
    this.file = file;
    temporary = AtomicFile.temporary(file);
    channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      generator = FACTORY.createGenerator(Channels.newOutputStream(channel));
      generator.setPrettyPrinter(printer());
      generator.writeStartObject();
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Where the object's fields are written. */
  JsonGenerator generator() {
    return generator;
  }

  void finish() throws IOException {
    generator.writeEndObject();
    generator.writeRaw('\n');
    generator.flush();
    channel.force(true);
    generator.close();
    AtomicFile.rename(temporary, file);
  }

  /** Removes the file if it was not finished. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }

  /** Indents as Python's {@code json.dumps(..., indent=4)} does. */
  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return printer;
  }
}
