package org.bert4j.examples.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.TextStream;
import org.bert4j.examples.console.Printable;
import org.bert4j.finetune.qa.Answer;
import org.bert4j.finetune.qa.QuestionAnswerer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j qa predict}: answers a question. */
@Command(
    name = "predict",
    sortOptions = false,
    description = {
      "Answer a question with a piece of a text.",
      "Prints a line an answer: probability, first and last position in the text (in UTF-16 units,"
          + " the last one excluded), the answer."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j qa predict --model runs/qa-1 --question \"Where is Normandy?\" --context text.txt",
      "  echo \"Ann lives in Rome.\" | bert4j qa predict --model runs/qa-1 --question \"Where?\" --context -"
    })
public final class QaPredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private InferenceOptions model;

  @Option(names = "--question", paramLabel = "TEXT", required = true, description = "The question.")
  private String question;

  @Option(
      names = "--context",
      paramLabel = "FILE|-",
      required = true,
      description = "The text that answers; - reads standard input.")
  private String context;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Answers to print, the likeliest first; at most --n-best-size. Default: ${DEFAULT-VALUE}.")
  private int topK;

  @Mixin private AnswerOptions options;

  @Mixin private EncodingOption encoding;

  /** Makes the command. */
  public QaPredictCommand() {}

  @Override
  public Integer call() throws Exception {
    if (topK < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "top_k is %d, expected at least 1", topK));
    }
    if (question.isBlank()) {
      throw new IllegalArgumentException("--question is blank, expected a question");
    }
    String text = context();
    try (QuestionAnswerer answerer = options.load(model.model(), model.compute())) {
      List<Answer> answers =
          topK == 1 ? List.of(answerer.answer(question, text)) : answerer.nBest(question, text);
      answers.stream().limit(topK).forEach(this::print);
      spec.commandLine().getErr().println(answerer.unknownTokens());
    }
    return 0;
  }

  private void print(Answer answer) {
    PrintWriter out = spec.commandLine().getOut();
    if (answer.isPresent()) {
      out.printf(
          Locale.ROOT,
          "%.4f  %d-%d  %s%n",
          answer.probability(),
          answer.start(),
          answer.end(),
          Printable.of(answer.text().replaceAll("\\R", " ")));
    } else {
      out.printf(Locale.ROOT, "%.4f  no answer%n", answer.probability());
    }
  }

  private String context() throws IOException {
    boolean standardInput = context.equals("-");
    Path file = Path.of(context);
    if (!standardInput && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": no such file, expected the text that answers");
    }
    InputStream bytes = standardInput ? System.in : Files.newInputStream(file);
    String source = standardInput ? "standard input" : context;
    String text;
    try (TextStream in = TextStream.of(bytes, source, encoding.or(null), InvalidUtf8.FAIL)) {
      text = in.readText();
    } catch (IOException e) {
      throw FileFailure.of(context, e);
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException(context + ": empty, expected the text that answers");
    }
    return text;
  }
}
