package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a project that is built already, with a java that prints what it is given. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a script for bash")
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      locale charmap
      for argument; do echo "$argument"; done
      """;

  @TempDir Path folder;

  @BeforeEach
  void aProject() throws IOException {
    Files.copy(Path.of("..", "bert4j"), folder.resolve("bert4j"));
    Path lib = Files.createDirectories(folder.resolve("examples/target/lib"));
    Files.createFile(folder.resolve("pom.xml"));
    for (String module : List.of("tokenizer", "common", "pretrain", "finetune", "examples")) {
      Files.createDirectories(folder.resolve(module));
      Path jar = Files.createFile(lib.resolve("bert4j-" + module + "-1.jar"));
      Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis() + 10_000));
    }
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, JAVA);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void theJvmRunsInUtf8WhateverTheLocale() throws Exception {
    assumeTrue(charmap("C.UTF-8").equals("UTF-8"), "C.UTF-8 is not installed");
    for (String locale : List.of("C", "POSIX", "de_DE.ISO-8859-1", "not_INSTALLED.UTF-8", "")) {
      ChildProcess run = launch(Map.of("LC_ALL", locale, "LC_CTYPE", "", "LANG", ""));
      assertEquals("UTF-8", run.out().lines().findFirst().orElse(""), locale);
    }
    ChildProcess run = launch(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "C"));
    assertEquals("UTF-8", run.out().lines().findFirst().orElse(""), "LANG=C");
  }

  /** As they came, also empty ones and those with spaces, behind the JVM's options. */
  @Test
  void argumentsArePassedOn() throws Exception {
    String out = launch(Map.of("BERT4J_JAVA_OPTS", "-Da=b -Xmx1g")).out();
    assertTrue(out.contains("\n-Da=b\n-Xmx1g\n-jar\n"), out);
    assertTrue(out.endsWith("bert4j-examples-1.jar\nfill-mask\n--text\na  [MASK]\n\n"), out);
  }

  private ChildProcess launch(Map<String, String> variables) throws Exception {
    Map<String, String> all = new HashMap<>(variables);
    all.put("JAVA_HOME", folder.resolve("jdk").toString());
    List<String> command =
        List.of(
            "bash", folder.resolve("bert4j").toString(), "fill-mask", "--text", "a  [MASK]", "");
    return ChildProcess.run(folder, all, command);
  }

  private String charmap(String locale) throws Exception {
    return ChildProcess.run(folder, Map.of("LC_ALL", locale), List.of("locale", "charmap"))
        .out()
        .strip();
  }
}
