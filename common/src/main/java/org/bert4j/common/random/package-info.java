/** Random numbers that derive from (seed, epoch, index, purpose) and nothing else. */
package org.bert4j.common.random;
