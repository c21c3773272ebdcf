package org.bert4j.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.data.DataConfig;
import org.bert4j.pretrain.store.TokenStore;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be trained is refused before text is read, and what took work is kept. */
class RefusalTest {
  @TempDir Path directory;
  private SmallRun small;
  private Path output;
  private final List<String> work = new ArrayList<>();

  private final PretrainingListener listener =
      new PretrainingListener() {
        @Override
        public void preparing(String message) {
          work.add(message);
        }

        @Override
        public CorpusListener corpusListener() {
          return (Path file, CorpusFormat format) -> work.add("reads " + file);
        }
      };

  @BeforeEach
  void writeCorpus() throws IOException {
    small = SmallRun.in(directory);
    output = directory.resolve("run");
  }

  private String refused(PretrainingConfig config) {
    return assertThrows(IllegalArgumentException.class, () -> Pretraining.run(config, listener))
        .getMessage();
  }

  private void refusedBeforeWork(PretrainingConfig config, String... words) {
    String message = refused(config);
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
    assertEquals(List.of(), work);
    assertFalse(Files.exists(output) && output.toFile().list().length > 0, message);
  }

  private PretrainingConfig with(PretrainingConfig config, TextConfig text, DataConfig data) {
    return new PretrainingConfig(config.model(), text, data, config.training(), config.runtime());
  }

  @Test
  void aBatchThatTakesMoreMemoryThanThereIs() {
    PretrainingConfig config = small.config(output, 1);
    DataConfig huge = new DataConfig(64, 0, 0.15, false, 65_536, 7);
    PretrainingConfig large =
        new PretrainingConfig(
            ModelConfig.random("large"), config.text(), huge, config.training(), config.runtime());
    refusedBeforeWork(large, "GB are free", "--batch-size");
  }

  @Test
  void sequencesLongerThanTheModel() {
    PretrainingConfig config = small.config(output, 1);
    DataConfig tooLong = new DataConfig(65, 0, 0.15, false, 4, 7);
    refusedBeforeWork(with(config, config.text(), tooLong), "max_seq_length is 65", "64");
  }

  @Test
  void validationFilesThatAreMissing() {
    PretrainingConfig config = small.config(output, 1);
    Path missing = directory.resolve("missing.txt");
    refusedBeforeWork(validating(config, missing), "missing.txt");
  }

  private PretrainingConfig validating(PretrainingConfig config, Path file) {
    TextConfig text = config.text();
    return with(
        config,
        new TextConfig(text.corpus(), text.reader(), null, List.of(file), text.vocabulary()),
        config.data());
  }

  @Test
  void textOfTooFewDocuments() throws IOException {
    Path corpus = Files.writeString(directory.resolve("two.txt"), "One.\nTwo.\n\nThree.\n");
    PretrainingConfig config = small.config(output, 1);
    refusedBeforeWork(on(config, corpus, null), "2 documents", "blank lines");
  }

  private PretrainingConfig on(PretrainingConfig config, Path corpus, Path tokenizer) {
    return with(
        config,
        new TextConfig(
            List.of(corpus),
            new CorpusOptions(CorpusFormat.SENTENCES, InvalidUtf8.FAIL, "text"),
            null,
            List.of(),
            new VocabularyConfig(tokenizer, 2000, false)),
        config.data());
  }

  @Test
  void weightsThatDoNotFitTheirConfiguration() throws IOException {
    Path first = directory.resolve("first");
    Pretraining.run(small.config(first, 1), PretrainingListener.NONE);
    Path json = first.resolve("checkpoint-1/config.json");
    Files.writeString(
        json,
        Files.readString(json).replace("\"intermediate_size\": 32", "\"intermediate_size\": 40"));
    PretrainingConfig config = small.config(output, 1);
    refusedBeforeWork(
        new PretrainingConfig(
            ModelConfig.existing(first),
            config.text(),
            config.data(),
            config.training(),
            config.runtime()),
        "intermediate.dense.weight has shape [32, 16], expected [40, 16]");
  }

  @Test
  void aFinishedStoreIsKeptWhateverIsRefusedAfterIt() throws IOException {
    Path tokenizer = directory.resolve("given");
    List<String> tokens = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rain", "sun");
    try (BertTokenizer made = BertTokenizer.of(tokens, BertNormalization.uncased())) {
      made.save(tokenizer);
    }
    // Three documents, of which two have nothing that becomes a token.
    Path corpus =
        Files.writeString(directory.resolve("a.txt"), "\ufffd\n\n\ufffd\n\nrain sun\nsun\n");
    PretrainingConfig config = on(small.config(output, 1), corpus, tokenizer);
    String message = refused(config);
    assertTrue(message.contains("the corpus has one document"), message);
    Path store = output.resolve("store");
    assertTrue(message.endsWith("kept for --resume or another run: " + store), message);
    assertEquals(1, TokenStore.open(store).documents());
    assertTrue(Pretraining.savedConfig(output).isPresent());
    assertEquals(1, work.stream().filter(line -> line.startsWith("tokenized")).count());
    assertTrue(refused(SmallRun.resumed(config)).contains("the corpus has one document"));
    assertEquals(1, work.stream().filter(line -> line.startsWith("tokenized")).count());
  }

  @Test
  void aLearnedTokenizerIsKeptWhateverIsRefusedAfterIt() throws IOException {
    Files.writeString(
        small.model(), Files.readString(small.model()).replace("{", "{\"vocab_size\": 77, "));
    String message = refused(small.config(output, 1));
    assertTrue(message.contains("vocab_size"), message);
    Path tokenizer = output.resolve("tokenizer");
    assertTrue(message.endsWith("kept for --resume or another run: " + tokenizer), message);
    BertTokenizer.load(tokenizer).close();
    assertTrue(work.stream().noneMatch(line -> line.startsWith("tokenized")), work.toString());
  }
}
