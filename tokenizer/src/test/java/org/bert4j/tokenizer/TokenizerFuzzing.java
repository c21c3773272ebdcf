package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Loads damaged tokenizers and encodes texts with them, in child processes because the native
 * library may end the process. Nothing else than one line of refusal or ids may come of it, within
 * two seconds of the processor, so that a busy machine changes nothing.
 *
 * <p>By hand: {@code TokenizerFuzzing SEED FILES [DIRECTORY]}, where tokenizers below DIRECTORY are
 * damaged as well as {@link HuggingFaceTokenizers}.
 */
final class TokenizerFuzzing {

  private static final long LIMIT_MILLIS = 2_000;

  /** Files that a child process takes. */
  private static final int PER_CHILD = 2_500;

  /** Tokens of a larger vocabulary that are kept; the rest would only take time. */
  private static final int VOCABULARY = 600;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final List<String> TEXTS =
      List.of(
          "The [MASK] sat on Zoë's mat, 42 times! aaa bbb-ccc_ddd <e1> Foo bar",
          "中国 naïve 😀 北京是中国的首都。",
          "",
          " ",
          "e\u0301\u0301\u0301 a\u0300 \u0301 \u200d\u200d 👨\u200d👩\u200d👧 🇩🇪 ﷺ ﬁ Ⅷ ㍿",
          "\0\1\u200b\ufeff\u00ad\u009b\ufffd\ud800 x\udc00",
          "a".repeat(3_000),
          "x ".repeat(500),
          " ".repeat(1_000) + "\n\n\t",
          "中".repeat(500),
          "ﷺ\u0301".repeat(200),
          "The quick brown fox, 北京 [SEP] a1! ".repeat(30));

  /** What came of a campaign: how many files had each outcome, the failures, the longest time. */
  record Report(Map<String, Integer> outcomes, List<String> failures, AtomicLong longestMillis) {
    int count(String outcome) {
      return outcomes.getOrDefault(outcome, 0);
    }
  }

  private TokenizerFuzzing() {}

  /** Runs a campaign, or as a child process a part of one. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long seed = Long.parseLong(arguments[0]);
    int files = Integer.parseInt(arguments[1]);
    Path directory = arguments.length > 2 ? Path.of(arguments[2]) : null;
    if (Boolean.getBoolean("child")) {
      part(seed, files, directory);
      return;
    }
    long start = System.nanoTime();
    for (int done = 0; done < files; done += PER_CHILD) {
      int part = Math.min(PER_CHILD, files - done);
      Report report = run(seed + done, part, directory);
      report.failures().forEach(System.out::println);
      System.out.printf(
          Locale.ROOT,
          "files %d to %d after %d s: %s, %d failures, longest %d ms%n",
          seed + done,
          seed + done + part - 1,
          (System.nanoTime() - start) / 1_000_000_000,
          report.outcomes(),
          report.failures().size(),
          report.longestMillis().get());
    }
  }

  /** Runs files {@code seed}, {@code seed + 1}, ... in child processes. */
  static Report run(long seed, int files, Path directory) throws IOException, InterruptedException {
    Report report = new Report(new TreeMap<>(), new ArrayList<>(), new AtomicLong());
    long next = seed;
    while (next < seed + files) {
      next = child(next, (int) Math.min(PER_CHILD, seed + files - next), directory, report);
    }
    return report;
  }

  /** Lets a child process do files until it ends or hangs; returns the number of the next file. */
  private static long child(long first, int files, Path directory, Report report)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:-OmitStackTraceInFastThrow",
            "-Dchild=true",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(List.of(TokenizerFuzzing.class.getName(), Long.toString(first)));
    command.add(Integer.toString(files));
    if (directory != null) {
      command.add(directory.toString());
    }
    File errors = File.createTempFile("fuzzing", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors).start();
    long current = first - 1;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 2);
        if (words[0].equals("file")) {
          current = Long.parseLong(words[1]);
        } else if (words[0].equals("took")) {
          report.longestMillis().accumulateAndGet(Long.parseLong(words[1]), Math::max);
        } else if (words[0].equals("failure")) {
          report.failures().add("file " + current + ": " + words[1]);
        } else {
          report.outcomes().merge(line, 1, Integer::sum);
        }
      }
    }
    int status = process.waitFor();
    if (status != 0) {
      String error = Files.readString(errors.toPath(), StandardCharsets.UTF_8);
      report
          .failures()
          .add(
              String.format(
                  Locale.ROOT,
                  "file %d: exit %d: %.600s",
                  current,
                  status,
                  error.replace('\n', ' ')));
      Files.delete(errors.toPath());
      return current + 1;
    }
    Files.delete(errors.toPath());
    return first + files;
  }

  private static void part(long first, int files, Path directory) throws IOException {
    TokenizerMutator mutator = new TokenizerMutator(originals(directory));
    Path tokenizer = Files.createTempDirectory("fuzzing");
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Watchdog watchdog = new Watchdog();
    use(tokenizer, "{}".getBytes(StandardCharsets.UTF_8)); // loads classes and the native library
    for (long number = first; number < first + files; number++) {
      out.println("file " + number);
      out.flush();
      byte[] file = mutator.file(number);
      watchdog.begin();
      out.println(use(tokenizer, file));
      long millis = watchdog.millis();
      out.println("took " + millis);
      if (millis > LIMIT_MILLIS) {
        out.println("failure took " + millis + " ms");
      }
    }
    out.flush();
    Files.deleteIfExists(tokenizer.resolve("tokenizer.json"));
    Files.delete(tokenizer);
  }

  private static String use(Path directory, byte[] file) throws IOException {
    Files.write(directory.resolve("tokenizer.json"), file);
    boolean loaded = false;
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      loaded = true;
      TEXTS.forEach(tokenizer::encode);
      tokenizer.encodeAll(TEXTS);
      return "accepted";
    } catch (IllegalArgumentException e) {
      boolean plain = e.getMessage().lines().count() == 1 && e.getMessage().length() < 1_000;
      if (!plain || loaded) {
        return "failure " + e.toString().replace('\n', ' ');
      }
      return e.getMessage().contains("the tokenizer library refuses it")
          ? "refused by the library"
          : "refused";
    } catch (RuntimeException | Error e) {
      return "failure " + e.toString().replace('\n', ' ') + " at " + List.of(e.getStackTrace());
    }
  }

  private static List<ObjectNode> originals(Path directory) throws IOException {
    List<ObjectNode> originals = new ArrayList<>(new HuggingFaceTokenizers().files().values());
    if (directory != null) {
      try (Stream<Path> tree = Files.walk(directory)) {
        tree.filter(file -> file.getFileName().toString().endsWith("tokenizer.json"))
            .sorted()
            .forEach(file -> originals.add(trimmed(file)));
      }
    }
    return originals;
  }

  private static ObjectNode trimmed(Path file) {
    try {
      ObjectNode json = (ObjectNode) MAPPER.readTree(file.toFile());
      ObjectNode model = (ObjectNode) json.path("model");
      JsonNode all = model.path("vocab");
      if (all.size() > VOCABULARY) {
        ObjectNode kept = model.putObject("vocab");
        all.properties().stream()
            .filter(token -> token.getValue().asInt() < VOCABULARY)
            .forEach(token -> kept.set(token.getKey(), token.getValue()));
      }
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process if a file holds it up. */
  private static final class Watchdog {
    private static final OperatingSystemMXBean SYSTEM =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Processor time when the current file was begun. */
    private volatile long start;

    Watchdog() {
      Thread thread = new Thread(this::watch, "watchdog");
      thread.setDaemon(true);
      thread.start();
      begin();
    }

    void begin() {
      start = SYSTEM.getProcessCpuTime();
    }

    long millis() {
      return TimeUnit.NANOSECONDS.toMillis(SYSTEM.getProcessCpuTime() - start);
    }

    private void watch() {
      while (millis() < 5 * LIMIT_MILLIS) {
        try {
          Thread.sleep(LIMIT_MILLIS / 4);
        } catch (InterruptedException e) {
          return;
        }
      }
      System.err.println("it goes on and on");
      Runtime.getRuntime().halt(3);
    }
  }
}
