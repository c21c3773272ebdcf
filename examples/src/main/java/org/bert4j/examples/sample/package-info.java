/**
 * The built-in sample corpus: short documents in English and Chinese, written afresh from a seed.
 *
 * <p>All text is in resource files, one directory a language; the classes here only read and expand
 * them. {@code index.txt} lists the files: {@code world FILE} for tables and rules that all
 * documents share, {@code document FILE WEIGHT} for a kind of document and how often it is written.
 * A file holds statements, some with indented lines below them; lines that start with {@code #} and
 * blank ones are ignored.
 *
 * <pre>
 * table city = city:LOC | country:LOC | river:LOC     things and what is known about them; the
 *   Vienna | Austria | Danube                         first column is the name of the thing
 * join person = given family                          every row of one table with every row of
 *   full:PER = {given} {family}                       another, and columns made of both
 * let home = city                                     draws a row; no document draws it twice
 * let town = city where country is not {home.country}    … of those that fulfil all conditions
 * let born:DATE = 1880..1940                          draws a number
 * let wed:DATE = born + 20..30                        computes one, from left to right
 * let gift = [a book/a cup]                           writes a text once
 * plan birth parents? 2(work travel prize) death      order of the rules that make up a document:
 *                                                     one left out every third time, two of three
 *                                                     in any order; of several plans one is taken
 * rule birth                                          ways of saying it, the usual ones first
 *   {p.full} was born in {home} in {born}.
 *   In {born} {p} was born [near/in] {home}.          one alternative of those in brackets
 * </pre>
 *
 * <p>A reference starts with a variable, a rule or (for a fresh row) a table; then come columns:
 * {@code {home.river}} is a cell, and {@code {home.country.capital}} looks its country up in the
 * table {@code country}. A number's columns are those of the table {@code number}. <code>{^job}
 * </code> starts with a capital letter, as every sentence does by itself; {@code a(n)} becomes the
 * article that fits; {@code //} parts two sentences. What has a type behind its name is an
 * {@linkplain org.bert4j.examples.sample.MarkedEntity entity} wherever it is written; of nested
 * ones the outermost counts. Brackets may be nested, and the cells of a table may hold them: the
 * choice is made once a document.
 */
package org.bert4j.examples.sample;
