/**
 * Tags and entities: the schemes in which a tag a word marks entities, how they are recognised and
 * read, and the labels of a model.
 *
 * <p>A tag is a position ({@code B}, {@code I}, {@code E}, {@code S} or {@code O}) and a type, as
 * in {@code B-PER}. Whatever scheme a file is in, inside there are {@link
 * org.bert4j.finetune.ner.tag.EntitySpan}s, and a model that is trained here has BIO labels. So two
 * files that write the same entities in two schemes give the same training.
 */
package org.bert4j.finetune.ner.tag;
