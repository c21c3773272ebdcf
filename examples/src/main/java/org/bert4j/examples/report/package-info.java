/** Pages about runs and models: what a run's directory says, as one HTML file without others. */
package org.bert4j.examples.report;
