package org.bert4j.common.model;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.LateTasks;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.RowBuckets;

/**
 * What a replica of a model computes with.
 *
 * @param engine runs it
 * @param parameters of the model; the gradients are the replica's own
 * @param rowBuckets numbers of rows to choose from
 * @param lateTasks what it leaves for any replica's thread to do, null where it is alone
 */
public record Lane(
    ComputeEngine engine, Parameters parameters, RowBuckets rowBuckets, LateTasks lateTasks) {
  /**
   * The lane of a replica that nothing runs beside.
   *
   * @param engine runs it
   * @param parameters of the model
   * @return the lane
   */
  public static Lane alone(ComputeEngine engine, Parameters parameters) {
    return new Lane(engine, parameters, new RowBuckets(1), null);
  }
}
