package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.bert4j.common.io.Machine;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final JsonNode CONFIGURATION =
      JsonNodeFactory.instance.objectNode().put("seed", 7);

  @Test
  void tellsVersionsAndMachine() {
    JsonNode json = Provenance.here(CONFIGURATION, "1f").toJson();
    assertEquals(CONFIGURATION, json.get("configuration"));
    assertEquals("1f", json.get("data_hash").asText());
    for (String program : List.of("bert4j", "java", "nd4j", "onednn")) {
      String version = json.get("versions").path(program).asText();
      assertTrue(version.matches("\\d+\\..*"), program + " " + version);
    }
    assertFalse(json.get("processor").asText().isBlank());
    assertEquals(Machine.processors(), json.get("cores").asInt());
    assertFalse(json.get("os").asText().isBlank());
  }

  @Test
  void namesNeitherHostNorPlace() throws IOException {
    String text = Provenance.here(CONFIGURATION, "1f").toJson().toString();
    assertFalse(text.contains("\"" + InetAddress.getLocalHost().getHostName()), text);
    assertFalse(text.contains("\"/"), text);
    assertFalse(text.contains(System.getProperty("user.home")), text);
  }
}
