package org.bert4j.examples.ui.pages;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bert4j.common.train.StepListener;
import org.bert4j.examples.ui.TrainingPages;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;

/** Deeplearning4j's pages, served to this machine. */
public final class LocalPages implements TrainingPages {
  private final Vertx vertx;
  private final LoopbackServer server;
  private final List<StatsStorage> storages = new ArrayList<>();
  private final List<Recording> recordings = new ArrayList<>();

  /** Makes them where the command line asks for them. */
  public static final class Provider implements TrainingPages.Provider {
    /** Makes the provider. */
    public Provider() {}

    @Override
    public TrainingPages serve(int port) throws IOException {
      Vertx vertx = Vertx.vertx();
      LoopbackServer server = new LoopbackServer(port);
      CompletableFuture<String> started = new CompletableFuture<>();
      vertx.deployVerticle(
          server,
          result -> {
            if (result.succeeded()) {
              started.complete(result.result());
            } else {
              started.completeExceptionally(result.cause());
            }
          });
      try {
        started.join();
      } catch (CompletionException e) {
        vertx.close();
        throw new IOException(
            String.format(
                Locale.ROOT,
                "port %d cannot be listened on (%s); choose another with --ui-port or --port",
                port,
                rootCause(e).getMessage()),
            e);
      }
      return new LocalPages(vertx, server);
    }

    private static Throwable rootCause(Throwable thrown) {
      return thrown.getCause() == null ? thrown : rootCause(thrown.getCause());
    }
  }

  private LocalPages(Vertx vertx, LoopbackServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  @Override
  public String address() {
    return "http://localhost:" + server.getPort() + "/train/overview";
  }

  @Override
  public StepListener record(Path directory) {
    Recording recording = new Recording(directory, this::open);
    recordings.add(recording);
    return recording;
  }

  @Override
  public void show(Path file) {
    open(file);
  }

  private StatsStorage open(Path file) {
    StatsStorage storage = new FileStatsStorage(file.toFile());
    storages.add(storage);
    server.attach(storage);
    return storage;
  }

  /** Ends the server and closes the files. */
  @Override
  public void close() throws IOException {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    vertx.close(result -> closed.complete(null));
    closed.join();
    recordings.forEach(Recording::close);
    for (StatsStorage storage : storages) {
      storage.close();
    }
  }
}
