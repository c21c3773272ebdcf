/** The command line. */
package org.bert4j.examples;
