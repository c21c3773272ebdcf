package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignFormatTest {
  @ParameterizedTest
  @CsvSource({
    "'<!DOCTYPE html>\n<html>', HTML",
    "'\uFEFF\r\n<HTML lang=\"en\">\r\n', HTML",
    "'<!-- saved -->\n<!doctype HTML PUBLIC \"x\">', HTML",
    "'<mediawiki xmlns=\"x\">', MediaWiki",
    "'<?xml version=\"1.0\"?>\n<tmx>', XML",
    "'1\n00:00:01,000 --> 00:00:02,500\nYes.\n', SubRip",
    "'1\r\n0:00:01.000 --> 0:00:02.500\r\nYes.\r\n', SubRip",
    "'WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n', WebVTT",
    "'00:00:01,000 --> 00:00:02,500\nYes.\n', SubRip",
    "'0:00:01.000,0:00:02.500\nYes.\n', SubViewer",
    "'<tmx version=\"1.4\">\n<seg>One.</seg></tmx>\n', markup",
    "'<div>One.</div> Two.', markup",
    "'[Script Info]\nTitle: x\n', SubStation",
    "'% a comment\n\\documentclass{article}\n', LaTeX",
    "'<s id=\"1\">One.</s>\n<s id=\"2\">Two.</s>\n<s>Three.</s>\n<s>Four.</s>\n', markup",
    "'<p>One &amp; <b>two</b>.</p>\n', markup",
    "'A <b>bold</b> word.\nA <i>thin</i> one.\n', markup",
    "'<doc>\n<w>One</w>\n</doc>\n', markup",
    "'<p> One\n<p> Two\n<p> Three\n<p> Four\n', markup",
    "'<s n=\"1\"> One\n<s n=\"2\"> Two\n<s n=\"3\"> Three\n<s n=\"4\"> Four\n', markup",
    "'From a@b Mon Jan  5 10:00:00 2015\nSubject: x\n\nHi.\n', mbox",
    "'Return-Path: <a@b>\nSubject: x\n\nHi.\n', mail"
  })
  void markupIsNamed(String sample, String name) {
    String found = ForeignFormat.markup(sample).orElse("nothing");
    assertTrue(found.contains(name), found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1\n2\n",
        "A <b>bold</b> word.\nNo tag.\n",
        "<unk> left .\n",
        "<3 this film\n<3\n<3\n<3\n<3\n",
        "<unk>\nleft .\n",
        "<unk> left .\nthe <unk> ran .\nhe ran .\nshe <unk> .\n",
        "See https://x.example/?a=<b>\n1\nThen 00:01 --> 00:02 was cut.\n",
        "XML is not HTML.\n",
        "<ann> hi\n<bo> hi ann\n<ann> so\n<bo> yes\n<ann> bye\n",
        "<unk> ran\n<unk> sat\n<unk> left\n<unk> came\n",
        "From Rome to Oslo: a day.\nSubject: none\n",
        "An essay <br /><br /> of lines.\n"
      })
  void textIsText(String sample) {
    assertEquals(Optional.empty(), ForeignFormat.markup(sample));
  }

  @Test
  void manyCommentsAreNoMarkup() {
    assertEquals(Optional.empty(), ForeignFormat.markup("% a\n".repeat(50_000)));
    String xml = "<?xml ?>" + "<!a>".repeat(50_000);
    assertTrue(ForeignFormat.markup(xml).orElse("").contains("XML"));
    String latex = "% a\n".repeat(50_000) + "\\documentclass{article}\n";
    assertTrue(ForeignFormat.markup(latex).orElse("").contains("LaTeX"));
  }
}
