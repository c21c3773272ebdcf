/** Training: random streams, optimizer, schedules and the loop that uses them. */
package org.bert4j.common.train;
