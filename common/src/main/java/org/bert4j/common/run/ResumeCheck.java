package org.bert4j.common.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Refuses to go on with a run under settings that would compute something else. */
final class ResumeCheck {
  private static final String RUNTIME = "runtime";
  private static final String PRECISION = "precision";

  private final Path output;

  ResumeCheck(Path output) {
    this.output = output;
  }

  /**
   * Compares what is asked for with what the run was started with. Of the runtime settings only the
   * precision counts: the others do not change what is computed.
   *
   * @param asked the configuration given now
   * @param started the run's own
   * @throws IllegalArgumentException if they differ in more than reports and threads
   */
  void requireSame(ObjectNode asked, ObjectNode started) {
    asked.withObject("/" + RUNTIME).retain(PRECISION);
    started.withObject("/" + RUNTIME).retain(PRECISION);
    compare(asked, started);
  }

  private void compare(JsonNode asked, JsonNode started) {
    for (Map.Entry<String, JsonNode> entry : started.properties()) {
      JsonNode now = asked.path(entry.getKey());
      if (entry.getValue().isObject()) {
        compare(now, entry.getValue());
      } else if (!entry.getValue().equals(now)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s is %s, but the run in %s was started with %s; leave it out to go on with that run, or name another output",
                entry.getKey(),
                now,
                output,
                entry.getValue()));
      }
    }
  }
}
