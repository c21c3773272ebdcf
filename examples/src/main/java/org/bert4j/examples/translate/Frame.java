package org.bert4j.examples.translate;

import java.util.List;

/**
 * A sentence around a fact, {@code @} standing for it.
 *
 * @param english ways to say it, the canonical one first
 * @param chinese ways to say it, the canonical one first
 */
record Frame(List<String> english, List<String> chinese) {
  /** Nothing around it. */
  static final Frame NONE = new Frame(List.of("@"), List.of("@"));

  /** Around days, times and both. */
  static final List<Frame> OF_TIME =
      List.of(
          new Frame(
              List.of("The meeting: @", "the meeting is @", "we meet @", "Let us meet: @"),
              List.of("会议时间:@", "会议定在@", "我们@见面", "我们开会是@")),
          new Frame(
              List.of("Departure: @", "the train leaves @", "We leave @", "departing @"),
              List.of("出发时间:@", "火车@开", "我们@出发", "出发:@")),
          new Frame(
              List.of("Deadline: @", "please answer by @", "not later than @", "It is due @"),
              List.of("截止时间:@", "请在@之前答复", "不晚于@", "截止到@")));

  /** Around amounts of money. */
  static final List<Frame> OF_MONEY =
      List.of(
          new Frame(
              List.of("Price: @", "it costs @", "the price is @", "That will be @"),
              List.of("价格:@", "售价@", "这个要@", "一共@")),
          new Frame(
              List.of("Paid: @", "we paid @", "@ have been paid", "I have paid @"),
              List.of("已付:@", "我们付了@", "付款@", "我已经付了@")));

  /** Around measures and things. */
  static final List<Frame> OF_AMOUNT =
      List.of(
          new Frame(
              List.of("Needed: @", "we need @", "I need @", "@, please"),
              List.of("需要:@", "我们需要@", "我要@", "请给我@")),
          new Frame(
              List.of("Left: @", "there are still @", "only @ left", "@ remain"),
              List.of("还剩:@", "还有@", "只剩@了", "剩下@")));
}
