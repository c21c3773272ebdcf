/**
 * Made-up pairs for translation between English and Chinese: dates, times, amounts of money,
 * measures and counts. A {@link org.bert4j.examples.translate.Fact} is drawn; the source says it in
 * one of many ways, the target in the one canonical way of its language, so that a translation is
 * right or wrong. What is ambiguous by itself, such as 3/4/2021, is decided by the sentence. Traps:
 *
 * <ul>
 *   <li>day and month, which British and American dates swap
 *   <li>noon and midnight: 12 pm, 12 am, half past twelve at night, 零点
 *   <li>两 before a unit and at the head of thousands and ten thousands, 二 elsewhere
 *   <li>ten thousands: 120,000 is 十二万
 *   <li>units: 斤 is half a kilogram, a dozen is twelve, half a kilometre is 零点五公里
 * </ul>
 *
 * <p>Dates, times and numbers above 20 belong to training, validation or test by a hash of their
 * value, so that no date and no amount of one set is in another, in whatever words. Noon, midnight
 * and numbers up to 20 are for training only, but for noon and midnight of a day of any set.
 */
package org.bert4j.examples.translate;
