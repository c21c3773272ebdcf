/** The commands: options in, calls of the public Java API out. */
package org.bert4j.examples.command;
