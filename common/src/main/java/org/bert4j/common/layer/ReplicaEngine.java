package org.bert4j.common.layer;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.LateTasks;

/**
 * The engine of one of several replicas and what it shares with the others.
 *
 * @param engine runs the replica
 * @param rowBuckets numbers of rows to choose from
 * @param lateTasks what it leaves for any replica's thread to do, null where it is alone
 */
public record ReplicaEngine(ComputeEngine engine, RowBuckets rowBuckets, LateTasks lateTasks) {}
