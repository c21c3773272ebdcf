package org.bert4j.common.io;

/** System properties that a library reads once, and that are then as they were before. */
public final class TemporaryProperty {
  private TemporaryProperty() {}

  /**
   * Runs something with a property set.
   *
   * @param name the property's name
   * @param value its value until the action has ended
   * @param action reads it
   */
  public static void during(String name, String value, Runnable action) {
    String before = System.setProperty(name, value);
    try {
      action.run();
    } finally {
      if (before == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, before);
      }
    }
  }
}
