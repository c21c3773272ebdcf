/**
 * What the directory of a training run holds beside its checkpoints, and how a run begins: its
 * configuration as JSON with relative paths, the comparison of that with what a resumed run is
 * asked for, the checkpoint it goes on from, metrics and results, the model to begin with, the
 * memory it will take.
 */
package org.bert4j.common.run;
