/**
 * The command line: {@link org.bert4j.examples.Bert4j} and how it reports errors. The commands are
 * thin callers of the libraries' public API.
 */
package org.bert4j.examples;
