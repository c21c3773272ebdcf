package org.bert4j.finetune.ner.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConllReadingTest {
  @TempDir Path directory;

  private NerDataset read(String content) throws IOException {
    return Reading.in(directory).read("data.txt", content);
  }

  private void isRefused(String content, String... words) {
    isRefused(Reading.in(directory), content, words);
  }

  private static void isRefused(Reading reading, String content, String... words) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> reading.read("data.txt", content));
    assertEquals(1, error.getMessage().lines().count(), error.getMessage());
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage() + " should say " + word);
    }
  }

  @Test
  void columnsDocumentsAndLineEndsOfAllKinds() throws IOException {
    NerDataset data =
        read(
            "\uFEFF-DOCSTART- -X- O O\r\n\r\nEU NNP I-NP I-ORG\r\nrejects VBZ I-VP O\r\n \t \r\n\r\n"
                + "Peter NNP I-NP I-PER \r\n-DOCSTART- -X-\r\nParis NNP  I-NP   I-LOC");
    assertEquals(3, data.sentences().size());
    assertEquals(List.of("EU", "rejects"), data.sentences().get(0).words());
    assertEquals(List.of("B-ORG", "O"), Reading.tags(data, 0));
    assertEquals(List.of("B-LOC"), Reading.tags(data, 2));
    assertTrue(data.sentences().get(1).source().toString().endsWith("data.txt:7"));
  }

  @Test
  void onlyTheSeparatorSeparates() throws IOException {
    String odd =
        "a\u3000b\tO\n\u0085\tO\n\u200B\tB-X\n \tO\nNew York\tO\n\u00A0\tO\n\u001F\tO\n😀\tO\n";
    NerDataset data = read(odd + "\t\n" + "next\tO\n");
    assertEquals(2, data.sentences().size());
    assertEquals(
        List.of("a\u3000b", "\u0085", "\u200B", " ", "New York", "\u00A0", "\u001F", "😀"),
        data.sentences().get(0).words());
    data = read("a\u3000 O\n\u3000 O\n  O\n O\nb\u00A0c O\nd   O\n");
    assertEquals(
        List.of("a\u3000", "\u3000", " ", "", "b\u00A0c", "d"), data.sentences().get(0).words());
  }

  @Test
  void columnsAndSeparatorAreChosen() throws IOException {
    Reading reading = Reading.in(directory).with(Reading.options("|", "2", "1"));
    NerDataset data = reading.read("data.txt", "B-A|x|1\nI-A|y z|2\n");
    assertEquals(List.of("x", "y z"), data.sentences().get(0).words());
    assertEquals(List.of("B-A", "I-A"), Reading.tags(data, 0));
    isRefused(Reading.in(directory).with(Reading.options(null, "3", null)), "x O\n", "2 columns");
    isRefused(Reading.in(directory).with(Reading.options(null, "Word", null)), "x O\n", "\"Word\"");
  }

  @Test
  void segmentationDigitsAreCutOff() throws IOException {
    NerReaderOptions weibo =
        new NerReaderOptions(
            NerFormat.AUTO, null, NerColumns.DEFAULT, true, WordSplitting.RUNS, InvalidUtf8.FAIL);
    Reading reading = Reading.in(directory).with(weibo);
    NerDataset data = reading.read("data.txt", "科0\tB-ORG.NAM\n10\tO\n");
    assertEquals(List.of("科", "1"), data.sentences().get(0).words());
    isRefused(reading, "科0\tO\n技\tO\n", "data.txt:2", "segmentation digit");
  }

  @Test
  void schemesAreRecognisedAndGiveTheSameTags() throws IOException {
    String iob1 = "a I-P\nb I-P\nc B-P\nd O\ne I-L\nf I-P\n";
    String bio = "a B-P\nb I-P\nc B-P\nd O\ne B-L\nf B-P\n";
    String bioes = "a B-P\nb E-P\nc S-P\nd O\ne S-L\nf S-P\n";
    String bmes = "a B-P\nb E-P\nc S-P\nd O\ne S-L\nf S-P\n\nx B-P\ny M-P\nz E-P\n";
    String bilou = "a B-P\nb L-P\nc U-P\nd O\ne U-L\nf U-P\n";
    List<String> expected = List.of("B-P", "I-P", "B-P", "O", "B-L", "B-P");
    List<TagScheme> schemes =
        List.of(TagScheme.IOB1, TagScheme.BIO, TagScheme.BIOES, TagScheme.BMES, TagScheme.BILOU);
    List<String> files = List.of(iob1, bio, bioes, bmes, bilou);
    for (int i = 0; i < files.size(); i++) {
      NerDataset data = read(files.get(i));
      assertEquals(schemes.get(i), data.files().get(0).scheme());
      assertEquals(expected, Reading.tags(data, 0));
      assertEquals(0, data.files().get(0).repairedTags());
    }
  }

  @Test
  void brokenSequencesAreRepairedAndCounted() throws IOException {
    NerDataset data = read("a O\nb I-P\nc B-L\nd I-P\n\ne B-P\nf I-P\n");
    assertEquals(List.of("O", "B-P", "B-L", "B-P"), Reading.tags(data, 0));
    assertEquals(2, data.files().get(0).repairedTags());
    assertEquals(4, data.files().get(0).entities());
    NerDataset bioes = read("a B-P\nb I-P\nc O\nd S-P\n");
    assertEquals(List.of("B-P", "I-P", "O", "B-P"), Reading.tags(bioes, 0));
    assertEquals(1, bioes.files().get(0).repairedTags());
  }

  @Test
  void raggedColumnsAreOneClearLine() {
    isRefused("a x O\n\nb O\n", "data.txt:3", "2 columns in \"b O\"", "expected 3", "line 1");
    isRefused("a\tx\tO\nb x\tO\n", "data.txt:2", "b x\\tO", "separated by tabs");
    isRefused("a\n", "data.txt:1", "1 columns");
  }

  @Test
  void whatIsNoTagIsOneClearLine() {
    isRefused("a O\nb NNP\nc B-X\n", "data.txt:2", "\"NNP\"", "no tag", "--tag-column");
    isRefused("a O\nb X-PER\n", "data.txt:2", "\"X-PER\"", "BIOES");
    isRefused("a M-PER\nb L-PER\n", "[L, M]");
    isRefused("", "no sentence");
  }

  @Test
  void unknownTagsNameFileLineAndTag() throws IOException {
    NerDataset data = read("a O\n\nb I-ORG\n");
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> data.requireKnown(EntityLabels.ofTypes(List.of("PER", "LOC"))));
    assertTrue(error.getMessage().contains("data.txt:3: tag \"B-ORG\""), error.getMessage());
    assertTrue(error.getMessage().contains("[LOC, PER]"), error.getMessage());
  }

  @Test
  void bytesThatAreNotUtf8() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("a O\n\nc O\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[] {(byte) 0xE9, ' ', 'O', '\n'});
    bytes.writeBytes("b O\n".getBytes(StandardCharsets.UTF_8));
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Reading.in(directory).read("data.txt", bytes.toByteArray()));
    assertTrue(error.getMessage().contains("data.txt:4: not UTF-8"), error.getMessage());
    NerReaderOptions skip =
        new NerReaderOptions(
            NerFormat.AUTO, null, NerColumns.DEFAULT, false, WordSplitting.RUNS, InvalidUtf8.SKIP);
    NerDataset data = Reading.in(directory).with(skip).read("data.txt", bytes.toByteArray());
    assertEquals(1, data.sentences().size(), "the sentence of which a word is missing is left out");
    assertEquals(List.of("a"), data.sentences().get(0).words());
    assertEquals(1, data.files().get(0).droppedLines());
  }
}
