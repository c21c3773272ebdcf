package org.bert4j.pretrain.corpus;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What a file of a corpus was found to be.
 *
 * @param format the form it is read in
 * @param encoding of the file itself
 * @param compressed whether the file itself is compressed
 * @param consequence what follows from a form that could have been another, or null
 */
record CorpusForm(CorpusFormat format, Charset encoding, boolean compressed, String consequence) {
  boolean isUtf8() {
    return encoding.equals(StandardCharsets.UTF_8);
  }
}
