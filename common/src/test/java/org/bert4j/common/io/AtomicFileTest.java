package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void keepsTheOldFileWhenWritingFails() throws IOException {
    Path file = directory.resolve("results.json");
    AtomicFile.write(file, bytes("old"));
    assertThrows(
        IOException.class,
        () ->
            AtomicFile.write(
                file,
                channel -> {
                  channel.write(ByteBuffer.wrap(bytes("half")));
                  throw new IOException("disk full");
                }));
    assertEquals("old", Files.readString(file));
    AtomicFile.write(file, bytes("new"));
    assertEquals("new", Files.readString(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void writesJsonAsHuggingFaceDoes() throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("architectures").add("BertForPreTraining");
    json.putObject("none");
    json.put("text", "é");
    Path file = directory.resolve("config.json");
    JsonFile.write(file, json);
    assertEquals(
        """
        {
          "architectures": [
            "BertForPreTraining"
          ],
          "none": {},
          "text": "é"
        }
        """,
        Files.readString(file));
    assertEquals(json, JsonFile.read(file));
  }

  @Test
  void refusesWhatIsNotOneJsonObject() throws IOException {
    Path file = directory.resolve("config.json");
    assertThrows(IllegalArgumentException.class, () -> JsonFile.read(file));
    for (String text : new String[] {"", "[]", "{", "{\"a\": 1, \"a\": 2}", "{} {}"}) {
      Files.writeString(file, text);
      String message =
          assertThrows(IllegalArgumentException.class, () -> JsonFile.read(file)).getMessage();
      assertEquals(0, message.indexOf(file + ": "), message);
      assertEquals(1, message.lines().count(), message);
    }
    Files.write(file, new byte[] {'{', (byte) 0xe9, '}'});
    assertThrows(IllegalArgumentException.class, () -> JsonFile.read(file));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
