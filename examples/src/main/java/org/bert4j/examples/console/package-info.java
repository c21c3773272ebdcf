/** What a person at a terminal, or a log file, sees of a run. */
package org.bert4j.examples.console;
