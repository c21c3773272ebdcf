package org.bert4j.examples.ui.pages;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.train.StepListener;
import org.bert4j.common.train.TrainedStep;
import org.bert4j.examples.ui.TrainingPages;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.Histogram;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.impl.SbeStorageMetaData;

/**
 * Writes what Deeplearning4j's {@code StatsListener} would, which takes nothing but networks: score
 * and learning rate of every step of a few, mean magnitudes of parameters and of what a step adds
 * to them, memory and speed. For what a step adds, the parameters before it are kept beside the
 * model.
 */
final class Recording implements StepListener, AutoCloseable {
  private static final String WORKER = "bert4j";

  /** Steps between reports: reading all parameters twice takes a few steps' time. */
  private static final int EVERY = 10;

  private static final int CHUNK = 1 << 14;

  private final Path directory;
  private final Function<Path, StatsStorage> opener;
  private final long begin = System.currentTimeMillis();
  private final Transfer transfer = new Transfer();
  private final float[] values = new float[CHUNK];
  private final float[] before = new float[CHUNK];
  private final Arena arena = new Arena();
  private Tensor snapshot;
  private StatsStorage storage;
  private DataParallel<?, ?> model;
  private long examples;
  private long steps;
  private long reportedExamples;
  private long reportedSteps;
  private double seconds;

  Recording(Path directory, Function<Path, StatsStorage> opener) {
    this.directory = directory;
    this.opener = opener;
  }

  @Override
  public void modelReady(DataParallel<?, ?> ready) {
    model = ready;
    snapshot = arena.vector(parameters().elements());
    storage =
        opener.apply(
            directory.resolve(TrainingPages.FILE_PREFIX + begin + TrainingPages.FILE_SUFFIX));
    storage.putStorageMetaData(
        new SbeStorageMetaData(
            begin,
            session(),
            StatsListener.TYPE_ID,
            WORKER,
            SbeStatsInitializationReport.class,
            SbeStatsReport.class));
    SbeStatsInitializationReport report = new SbeStatsInitializationReport();
    report.reportIDs(session(), StatsListener.TYPE_ID, WORKER, begin);
    new RunDescription(model).describe(report);
    storage.putStaticInfo(report);
    keepParameters();
  }

  private String session() {
    return String.format(
        Locale.ROOT, "%s %tF %<tT", directory.toAbsolutePath().getFileName(), begin);
  }

  private Parameters parameters() {
    return model.parameters();
  }

  @Override
  public void stepTaken(TrainedStep step) {
    for (Batch<?> batch : step.batches()) {
      examples += batch.sequences().sequences();
    }
    steps++;
    seconds += step.seconds();
    if (steps == 1 || step.step() % EVERY == 0) {
      report(step);
    }
    if ((step.step() + 1) % EVERY == 0) {
      keepParameters();
    }
  }

  private void keepParameters() {
    copy(parameters().values(), snapshot);
  }

  private void copy(Tensor source, Tensor target) {
    for (long from = 0; from < source.elements(); from += CHUNK) {
      int count = (int) Math.min(CHUNK, source.elements() - from);
      transfer.read(source, from, values, count);
      transfer.write(target, from, values, count);
    }
  }

  private void report(TrainedStep step) {
    long begun = System.nanoTime();
    SbeStatsReport report = new SbeStatsReport();
    report.reportIDs(session(), StatsListener.TYPE_ID, WORKER, System.currentTimeMillis());
    report.reportIterationCount(Math.toIntExact(step.step()));
    report.reportScore(step.outcome().losses().loss());
    report.reportPerformance(
        System.currentTimeMillis() - begin,
        examples,
        steps,
        (examples - reportedExamples) / seconds,
        (steps - reportedSteps) / seconds);
    Runtime runtime = Runtime.getRuntime();
    report.reportMemoryUse(
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory(),
        Pointer.physicalBytes(),
        Pointer.totalPhysicalBytes(),
        null,
        null);
    reportParameters(report, step.outcome().learningRate());
    report.reportStatsCollectionDurationMS((int) ((System.nanoTime() - begun) / 1_000_000));
    storage.putUpdate(report);
    reportedExamples = examples;
    reportedSteps = steps;
    seconds = 0;
  }

  private void reportParameters(SbeStatsReport report, double learningRate) {
    Map<String, Double> magnitudes = new LinkedHashMap<>();
    Map<String, Double> updates = new LinkedHashMap<>();
    Map<String, Histogram> valueHistograms = new LinkedHashMap<>();
    Map<String, Histogram> updateHistograms = new LinkedHashMap<>();
    Map<String, Double> rates = new LinkedHashMap<>();
    for (String name : parameters().named().keySet()) {
      String shown = RunDescription.shown(name);
      Tensor now = parameters().slice(parameters().values(), name);
      Tensor then = parameters().slice(snapshot, name);
      Distribution ofValues = new Distribution();
      Distribution ofUpdates = new Distribution();
      read(now, then, ofValues::add, ofUpdates::add);
      read(now, then, ofValues::count, ofUpdates::count);
      magnitudes.put(shown, ofValues.meanMagnitude());
      updates.put(shown, ofUpdates.meanMagnitude());
      valueHistograms.put(shown, ofValues.histogram());
      updateHistograms.put(shown, ofUpdates.histogram());
      rates.put(shown, learningRate);
    }
    report.reportMeanMagnitudes(StatsType.Parameters, magnitudes);
    report.reportMeanMagnitudes(StatsType.Updates, updates);
    report.reportHistograms(StatsType.Parameters, valueHistograms);
    report.reportHistograms(StatsType.Updates, updateHistograms);
    report.reportLearningRates(rates);
  }

  /** What is done with some values. */
  private interface Reader {
    void read(float[] chunk, int count);
  }

  private void read(Tensor now, Tensor then, Reader ofValues, Reader ofUpdates) {
    for (long from = 0; from < now.elements(); from += CHUNK) {
      int count = (int) Math.min(CHUNK, now.elements() - from);
      transfer.read(now, from, values, count);
      transfer.read(then, from, before, count);
      for (int i = 0; i < count; i++) {
        before[i] = values[i] - before[i];
      }
      ofValues.read(values, count);
      ofUpdates.read(before, count);
    }
  }

  /** Frees the memory; the file is closed by who opened it. */
  @Override
  public void close() {
    arena.close();
  }
}
