package org.bert4j.pretrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Refuses to go on with a run under settings that would compute something else. */
final class ResumeCheck {
  private ResumeCheck() {}

  /**
   * Compares what is asked for with what the run was started with.
   *
   * @param asked the configuration given now
   * @param started the run's own
   * @throws IllegalArgumentException if they differ in more than reports and threads
   */
  static void requireSame(PretrainingConfig asked, PretrainingConfig started) {
    compare(what(asked), what(started), asked);
  }

  private static ObjectNode what(PretrainingConfig config) {
    ObjectNode json = ConfigJson.write(config);
    ObjectNode runtime = json.withObject("/runtime");
    runtime.retain("precision");
    return json;
  }

  private static void compare(JsonNode asked, JsonNode started, PretrainingConfig config) {
    for (Map.Entry<String, JsonNode> entry : started.properties()) {
      JsonNode now = asked.path(entry.getKey());
      if (entry.getValue().isObject()) {
        compare(now, entry.getValue(), config);
      } else if (!entry.getValue().equals(now)) {
        throw new IllegalArgumentException(
            "%s is %s, but the run in %s was started with %s; leave it out to go on with that run, or name another output"
                .formatted(entry.getKey(), now, config.runtime().output(), entry.getValue()));
      }
    }
  }
}
