/** Threads of one's own, and what went wrong in them. */
package org.bert4j.common.concurrent;
