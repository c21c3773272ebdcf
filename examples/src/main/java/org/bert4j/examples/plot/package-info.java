/** Pictures of runs. */
package org.bert4j.examples.plot;
