/**
 * What the directory of a training run holds beside its checkpoints, and how a run begins: its
 * configuration as JSON with relative paths, the comparison of that with what a resumed run is
 * asked for, the checkpoint it goes on from, metrics and results, the model to begin with, the
 * memory it will take.
 *
 * <p>A process that trains holds a lock on {@code run.lock} from before its first write to after
 * its last. The operating system gives the lock up with the process; the file stays. What is found
 * half-done when a run is opened is therefore nobody else's. Reading takes no lock and writes
 * nothing. Where a file system has no locks, a line says so.
 *
 * <p>{@code pretraining.json} or {@code finetuning.json} is written first. Then tokenizer and token
 * store appear, each whole or not at all, then checkpoints: written under a temporary name,
 * flushed, renamed. A step that is checkpointed is logged before, so {@code metrics.jsonl} cut back
 * to a checkpoint's step is complete. {@code results.json} is last and means that the run is
 * finished. If the input of a new run turns out to be wrong, everything it wrote is removed, unless
 * a store or a learned tokenizer is finished: then all stays, and the error names it.
 *
 * <p>To resume, only reports, intervals, threads and the number of checkpoints kept may differ. A
 * run goes on from its newest checkpoint whose files are whole; a damaged newer one becomes {@code
 * checkpoint-<step>.damaged}. SIGINT, SIGTERM, or interrupting the thread that called, let the step
 * be finished and checkpointed; a run from Java trains on a thread of its own, because Java closes
 * the files that an interrupted thread writes.
 */
package org.bert4j.common.run;
