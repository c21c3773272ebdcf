package org.bert4j.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser that opens pages from the disk, told what to do over its debugging protocol. */
public final class HeadlessChromium implements AutoCloseable {
  private static final int SECONDS = 60;

  private final ObjectMapper mapper = new ObjectMapper();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final Process process;
  private final WebSocket socket;
  private String session;
  private int calls;

  private HeadlessChromium(Process process, URI address) {
    this.process = process;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Receiver(messages))
            .join();
  }

  /** Where the browser is, if there is one. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it, with a profile of its own. */
  static HeadlessChromium start(Path program, Path profile)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String address = lines.readLine();
    while (address != null && !address.contains("ws://")) {
      address = lines.readLine();
    }
    if (address == null) {
      throw new IOException("the browser has ended: " + process.waitFor());
    }
    Thread rest = new Thread(() -> lines.lines().forEach(line -> {}));
    rest.setDaemon(true);
    rest.start();
    HeadlessChromium browser =
        new HeadlessChromium(process, URI.create(address.substring(address.indexOf("ws://"))));
    String target =
        browser.call("Target.createTarget", "{\"url\": \"about:blank\"}").path("targetId").asText();
    browser.session =
        browser
            .call("Target.attachToTarget", "{\"targetId\": \"" + target + "\", \"flatten\": true}")
            .path("sessionId")
            .asText();
    return browser;
  }

  /** Opens a page as wide as a screen, in the light or the dark. */
  void open(Path page, int width, boolean dark) throws IOException, InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\": "
            + width
            + ", \"height\": 900, \"deviceScaleFactor\": 1, \"mobile\": "
            + (width < 600)
            + "}");
    call(
        "Emulation.setEmulatedMedia",
        "{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \""
            + (dark ? "dark" : "light")
            + "\"}]}");
    call("Page.navigate", "{\"url\": " + mapper.writeValueAsString(page.toUri().toString()) + "}");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    String loaded =
        "document.readyState === 'complete' && location.href !== 'about:blank'"
            + " && location.pathname.endsWith("
            + mapper.writeValueAsString("/" + page.getFileName())
            + ")";
    while (!evaluate(loaded).asBoolean()) {
      if (System.nanoTime() > end) {
        throw new IOException(page + " is not loaded after " + SECONDS + " s");
      }
      Thread.sleep(50);
    }
  }

  /** The value of an expression in the page. */
  JsonNode evaluate(String expression) throws IOException, InterruptedException {
    JsonNode result =
        call(
            "Runtime.evaluate",
            "{\"returnByValue\": true, \"expression\": "
                + mapper.writeValueAsString(expression)
                + "}");
    if (result.has("exceptionDetails")) {
      throw new IOException(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** The whole page as a PNG file. */
  void save(Path picture) throws IOException, InterruptedException {
    JsonNode shot =
        call("Page.captureScreenshot", "{\"format\": \"png\", \"captureBeyondViewport\": true}");
    Files.write(picture, Base64.getDecoder().decode(shot.path("data").asText()));
  }

  private JsonNode call(String method, String parameters) throws IOException, InterruptedException {
    int id = ++calls;
    ObjectNode message = mapper.createObjectNode().put("id", id).put("method", method);
    message.set("params", mapper.readTree(parameters));
    if (session != null) {
      message.put("sessionId", session);
    }
    socket.sendText(message.toString(), true).join();
    while (true) {
      String answer = messages.poll(SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new IOException(method + ": no answer");
      }
      JsonNode read = mapper.readTree(answer);
      if (read.path("id").asInt() == id) {
        if (read.has("error")) {
          throw new IOException(method + ": " + read.path("error"));
        }
        return read.path("result");
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Puts the pieces of messages together. */
  private static final class Receiver implements WebSocket.Listener {
    private final BlockingQueue<String> messages;
    private final StringBuilder message = new StringBuilder();

    Receiver(BlockingQueue<String> messages) {
      this.messages = messages;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        messages.add(message.toString());
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
