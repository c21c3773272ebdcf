package org.bert4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.model.Initialization;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.ner.NerData;
import org.bert4j.finetune.ner.NerTagger;
import org.bert4j.finetune.ner.NerTraining;
import org.bert4j.finetune.qa.QaConfig;
import org.bert4j.finetune.qa.QaTraining;
import org.bert4j.finetune.qa.QuestionAnswerer;
import org.bert4j.pretrain.Pretraining;
import org.bert4j.pretrain.PretrainingConfig;
import org.bert4j.pretrain.PretrainingListener;
import org.bert4j.pretrain.PretrainingResult;

/** Trains in a program: a model on text, then one for names and one for answers. */
public final class TrainFromJava {
  private TrainFromJava() {}

  public static void main(String[] arguments) throws IOException {
    Path corpus = Path.of(arguments[0]);
    Path labelled = Path.of(arguments[1]);
    Path runs = Path.of(arguments[2]);
    Path pretrained = pretrain(corpus, runs.resolve("pretrained"), 20_000);
    Path names = fineTuneForNames(pretrained, labelled, runs.resolve("names"));
    Path answers = fineTuneForAnswers(pretrained, labelled, runs.resolve("answers"));
    String text = "Angela Merkel was born in Hamburg.";
    try (NerTagger tagger = NerTagger.load(names);
        QuestionAnswerer answerer = QuestionAnswerer.load(answers)) {
      tagger.tag(text).forEach(System.out::println);
      System.out.println(answerer.answer("Where was Angela Merkel born?", text));
    }
  }

  static Path pretrain(Path corpus, Path output, long steps) throws IOException {
    PretrainingConfig config =
        PretrainingConfig.defaults(output, corpus)
            .withModel(
                any -> ModelConfig.random("tiny").withInitialization(Initialization.NEIGHBOURS))
            .withText(text -> text.withVocabulary(text.vocabulary().withVocabSize(4000)))
            .withTraining(training -> training.withSteps(steps).withLearningRate(8e-4));
    PretrainingResult result = Pretraining.run(config, PretrainingListener.NONE).orElseThrow();
    System.out.printf("MLM accuracy %.3f%n", result.mlmAccuracy());
    return output.resolve(result.checkpoint());
  }

  static Path fineTuneForNames(Path pretrained, Path labelled, Path output) throws IOException {
    NerData data = NerData.of(labelled.resolve("train.conll"), labelled.resolve("valid.conll"));
    FineTuningConfig<NerData> config =
        NerTraining.config(output, pretrained, data)
            .withTraining(training -> training.withEpochs(3).withPatience(1));
    NerTraining.run(config, FineTuningListener.NONE);
    return output;
  }

  static Path fineTuneForAnswers(Path pretrained, Path labelled, Path output) throws IOException {
    QaConfig data =
        QaConfig.of(List.of(labelled.resolve("train.json")), labelled.resolve("dev.json"));
    QaTraining.run(QaTraining.config(output, pretrained, data), FineTuningListener.NONE);
    return output;
  }
}
