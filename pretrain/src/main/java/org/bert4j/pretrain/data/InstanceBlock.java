package org.bert4j.pretrain.data;

import java.util.Arrays;

/** Instances in the order they are made, 24 bytes each. */
final class InstanceBlock {
  private static final int FIELDS = 6;

  private int[] fields = new int[FIELDS << 10];
  private int size;
  private long epoch;
  private long firstNumber;

  /** Forgets all instances; the next one is the given one of an epoch. */
  void start(long epoch, long firstNumber) {
    this.epoch = epoch;
    this.firstNumber = firstNumber;
    size = 0;
  }

  int size() {
    return size;
  }

  long firstNumber() {
    return firstNumber;
  }

  /** Appends an instance; its epoch and number are given by its place. */
  void add(Instance instance) {
    int at = size * FIELDS;
    if (at == fields.length) {
      fields = Arrays.copyOf(fields, Math.multiplyExact(fields.length, 2));
    }
    fields[at] = instance.document;
    fields[at + 1] = instance.firstStart;
    fields[at + 2] = instance.firstLength;
    fields[at + 3] = instance.otherDocument;
    fields[at + 4] = instance.secondStart;
    fields[at + 5] = instance.secondLength;
    size++;
  }

  /** Reads an instance. */
  void get(int i, Instance into) {
    int at = i * FIELDS;
    into.document = fields[at];
    into.firstStart = fields[at + 1];
    into.firstLength = fields[at + 2];
    into.otherDocument = fields[at + 3];
    into.secondStart = fields[at + 4];
    into.secondLength = fields[at + 5];
    into.epoch = epoch;
    into.number = firstNumber + i;
  }
}
