package org.bert4j.finetune;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForTokenClassification;

/** Lines of word piece ids, each piece labelled by its id modulo K. */
class SyntheticTask implements FineTuningTask<TokenClassificationBatch> {
  /** Settings of the task. */
  record Data(Path train, Path validation, Path test, int labels) {}

  private final Data data;
  private final List<int[]> train;

  SyntheticTask(Data data) throws IOException {
    this.data = data;
    train = read(data.train());
  }

  private static List<int[]> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray())
        .toList();
  }

  @Override
  public List<Path> files() {
    return data.test() == null
        ? List.of(data.train(), data.validation())
        : List.of(data.train(), data.validation(), data.test());
  }

  @Override
  public int windows() {
    return train.size();
  }

  @Override
  public int length(int window) {
    return train.get(window).length;
  }

  @Override
  public TokenClassificationBatch emptyBatch() {
    return new TokenClassificationBatch();
  }

  @Override
  public void addTo(TokenClassificationBatch batch, int window) {
    int[] ids = train.get(window);
    batch.sequences().add(ids, new int[ids.length], 0, ids.length);
    for (int id : ids) {
      batch.addLabel(id % data.labels());
    }
  }

  @Override
  public BertForTokenClassification model(BertConfig config) {
    return new BertForTokenClassification(config, data.labels());
  }

  @Override
  public boolean hasNewHead() {
    return false;
  }

  @Override
  public ObjectNode configJson(BertConfig config) {
    return config.toJson("BertForTokenClassification");
  }

  @Override
  public Evaluation validate(WindowScorer model) throws IOException {
    return evaluate(model, data.validation());
  }

  @Override
  public Optional<Evaluation> test(WindowScorer model) throws IOException {
    return data.test() == null ? Optional.empty() : Optional.of(evaluate(model, data.test()));
  }

  private Evaluation evaluate(WindowScorer model, Path file) throws IOException {
    List<int[]> sequences = read(file);
    AtomicInteger correct = new AtomicInteger();
    AtomicInteger tokens = new AtomicInteger();
    model.compute(
        new Sequences(sequences),
        (window, logits) -> {
          int[] ids = sequences.get(window);
          for (int i = 0; i < ids.length; i++) {
            int best = 0;
            for (int k = 1; k < data.labels(); k++) {
              boolean larger = logits[i * data.labels() + k] > logits[i * data.labels() + best];
              best = larger ? k : best;
            }
            correct.addAndGet(best == ids[i] % data.labels() ? 1 : 0);
            tokens.incrementAndGet();
          }
        });
    return evaluation(correct.doubleValue() / tokens.get());
  }

  static Evaluation evaluation(double accuracy) {
    ObjectNode results = JsonNodeFactory.instance.objectNode().put("accuracy", accuracy);
    return new Evaluation(accuracy, "accuracy " + accuracy, results);
  }

  /** Sequences as windows. */
  record Sequences(List<int[]> ids) implements org.bert4j.common.inference.Sequences {
    @Override
    public int count() {
      return ids.size();
    }

    @Override
    public int length(int window) {
      return ids.get(window).length;
    }

    @Override
    public void addTo(TokenBatch batch, int window) {
      int[] sequence = ids.get(window);
      batch.add(sequence, new int[sequence.length], 0, sequence.length);
    }
  }

  /** The same with validation scores that are known before. */
  static final class Scripted extends SyntheticTask {
    private final List<Double> scores;
    private int next;

    Scripted(Data data, List<Double> scores, int first) throws IOException {
      super(data);
      this.scores = scores;
      next = first;
    }

    @Override
    public Evaluation validate(WindowScorer model) {
      return evaluation(scores.get(Math.min(next++, scores.size() - 1)));
    }
  }
}
