package org.bert4j.examples.ui.pages;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.deeplearning4j.ui.VertxUIServer;

/**
 * Deeplearning4j's server on the loopback interface. By itself it listens on all interfaces and has
 * no setting for that, but takes its HTTP server from the {@code Vertx} that it is given: one that
 * hands out servers which, told a port, listen on loopback there.
 */
final class LoopbackServer extends VertxUIServer {
  private static final String LOOPBACK = "127.0.0.1";

  private final int port;

  /** Makes a server, to be deployed. */
  LoopbackServer(int port) {
    this.port = port;
  }

  @Override
  public void init(Vertx original, Context context) {
    super.init(original, context);
    vertx =
        proxy(
            Vertx.class,
            (unused, method, arguments) -> {
              Object result = call(original, method, arguments);
              return result instanceof HttpServer server ? onLoopback(server) : result;
            });
  }

  private HttpServer onLoopback(HttpServer server) {
    return proxy(
        HttpServer.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("listen")) {
            Object result = call(server, method, arguments);
            return result == server ? self : result; // calls are chained
          }
          if (arguments.length != 2 || !(arguments[1] instanceof Handler)) {
            throw new IllegalStateException("expected to listen on a port, not " + method);
          }
          @SuppressWarnings("unchecked")
          Handler<AsyncResult<HttpServer>> handler =
              (Handler<AsyncResult<HttpServer>>) arguments[1];
          server.listen(port, LOOPBACK, handler);
          return self;
        });
  }

  @SuppressWarnings("unchecked")
  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
