package org.bert4j.examples.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Stack;
import java.util.stream.Stream;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.ner.data.NerColumns;
import org.bert4j.finetune.ner.data.NerFormat;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.data.SpanOptions;
import org.bert4j.finetune.ner.data.WordSplitting;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How files for named entities are read. Options left out are null. */
final class LabelledTextOptions {
  @Option(
      names = "--input-format",
      paramLabel = "FORM",
      description =
          "Form of the files: auto, conll (a word a line, its tag in another column, a blank line "
              + "between sentences), jsonl (JSON records of \"text\" and \"entities\", of \"tokens\" "
              + "and \"ner_tags\", or as annotation tools write them), csv (a word or a text a row), "
              + "text (a text a line, only to predict). Schemes IOB1, BIO, BIOES, BMES, BILOU are "
              + "recognised. Default: auto, decided for each file.")
  private NerFormat format;

  @Option(
      names = "--separator",
      paramLabel = "SEPARATOR",
      description =
          "What stands between columns of conll: tab, space, whitespace (both) or any text. "
              + "Default: tab where the first line has one, else space.")
  private String separator;

  @Option(
      names = "--sentence-column",
      paramLabel = "NAME",
      description =
          "Column of csv that has a new value where a sentence begins. Default: \"sentence\", "
              + "\"sentence #\", \"sentence_id\" or the like.")
  private String sentenceColumn;

  @Option(
      names = "--word-column",
      paramLabel = "NAME|N",
      parameterConsumer = ColumnName.class,
      description =
          "Column of the words: a name in csv, a number in conll (1 is the first, -1 the last). "
              + "Default: \"word\" or \"token\"; the first that does not count up.")
  private String wordColumn;

  @Option(
      names = "--tag-column",
      paramLabel = "NAME|N",
      parameterConsumer = ColumnName.class,
      description =
          "Column of the tags. Default: \"tag\", \"label\" or \"ner_tag\"; -1, or the only one "
              + "that holds tags.")
  private String tagColumn;

  @Option(
      names = "--segmentation-digits",
      description =
          "Every word of conll ends in a digit that is not part of it, as in the Weibo corpus. "
              + "Default: it does not.")
  private Boolean segmentationDigits;

  @Option(
      names = "--word-splitting",
      paramLabel = "runs|words|characters",
      description =
          "How words are made of text: runs of letters and digits; words as in the Penn Treebank; "
              + "single characters. Chinese characters are words always. Default: runs; to predict, "
              + "as the training data were.")
  private WordSplitting wordSplitting;

  @Option(
      names = "--on-invalid-utf8",
      paramLabel = "fail|skip",
      description = "What to do about lines that are not UTF-8. Default: fail.")
  private InvalidUtf8 onInvalidUtf8;

  @Mixin private EncodingOption encoding;

  @Option(
      names = "--offsets",
      paramLabel = "auto|utf16|code-points",
      converter = OffsetUnitName.class,
      description =
          "What offsets of spans count: UTF-16 units, as Java and JavaScript do, or code points, as "
              + "Python does. Default: auto, decided by each file's words and texts where it matters.")
  private OffsetUnit offsets;

  @Option(
      names = "--on-overlap",
      paramLabel = "longest|fail",
      description =
          "What to do about entities that overlap: keep the longest, or refuse. Default: longest.")
  private SpanOptions.OnOverlap onOverlap;

  @Option(
      names = "--label-names",
      paramLabel = "TAG,TAG...|FILE",
      description =
          "The tags that numbers stand for, from 0 on, such as O,B-PER,I-PER, or a file with one a "
              + "line. Default: tags are names.")
  private String labelNames;

  /** Takes -1 for a column, where picocli would take it for an option. */
  static final class ColumnName implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
      boolean missing = arguments.isEmpty() || arguments.peek().startsWith("--");
      if (missing) {
        throw new ParameterException(
            command.commandLine(),
            String.format(
                Locale.ROOT,
                "Missing required parameter for option '%s' (%s)",
                ((OptionSpec) option).longestName(),
                option.paramLabel()));
      }
      option.setValue(arguments.pop());
    }
  }

  /** What was given, and what other options say otherwise. */
  NerReaderOptions or(NerReaderOptions base) {
    NerColumns columns =
        new NerColumns(
            sentenceColumn != null ? sentenceColumn : base.columns().sentence(),
            wordColumn != null ? wordColumn : base.columns().word(),
            tagColumn != null ? tagColumn : base.columns().tag());
    return new NerReaderOptions(
        format != null ? format : base.format(),
        separator != null ? separator : base.separator(),
        columns,
        segmentationDigits != null ? segmentationDigits : base.segmentationDigits(),
        wordSplitting != null ? wordSplitting : base.wordSplitting(),
        onInvalidUtf8 != null ? onInvalidUtf8 : base.onInvalidUtf8(),
        spans(base.spans()),
        encoding.or(base.encoding()));
  }

  private SpanOptions spans(SpanOptions base) {
    return new SpanOptions(
        offsets != null ? offsets : base.offsets(),
        onOverlap != null ? onOverlap : base.onOverlap(),
        labelNames != null ? labelNames() : base.labelNames());
  }

  private List<String> labelNames() {
    boolean named = labelNames.indexOf(',') >= 0 || !Files.isRegularFile(Path.of(labelNames));
    try (Stream<String> names =
        named ? Arrays.stream(labelNames.split(",", -1)) : Files.lines(Path.of(labelNames))) {
      return names.map(String::strip).filter(name -> !name.isEmpty()).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException(
          labelNames + ": cannot be read, expected a tag a line, in UTF-8", e);
    }
  }
}
