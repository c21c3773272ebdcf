package org.bert4j.pretrain.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Writes a token store, document by document, in constant memory. Nothing stands at the output's
 * name before {@link #finish}; closing without it leaves nothing behind.
 */
public final class TokenStoreWriter implements AutoCloseable {
  private final Path output;
  private final Path incomplete;
  private final BertTokenizer tokenizer;
  private final boolean shortIds;
  private final DataFileWriter tokenFile;
  private final DataFileWriter sentenceFile;
  private final DataFileWriter documentFile;
  private int documents;
  private long sentences;
  private long tokens;
  private long unknownTokens;

  /**
   * Starts a store.
   *
   * @param output the directory to make
   * @param tokenizer where the ids come from; its files are copied
   * @throws IllegalArgumentException if something stands at the output's name already
   * @throws IOException if a file cannot be made
   */
  public TokenStoreWriter(Path output, BertTokenizer tokenizer) throws IOException {
    this.output = output.toAbsolutePath().normalize();
    if (Files.exists(output) && !StoreFiles.isEmptyDirectory(output)) {
      throw new IllegalArgumentException(
          output + ": exists already; choose another output or delete it");
    }
    this.tokenizer = tokenizer;
    this.shortIds = StoreManifest.bytesPerToken(tokenizer.vocabularySize()) == Short.BYTES;
    this.incomplete = this.output.resolveSibling(this.output.getFileName() + ".incomplete");
    StoreFiles.deleteTree(incomplete);
    Files.createDirectories(incomplete);
    tokenizer.save(incomplete.resolve(StoreFiles.TOKENIZER));
    tokenFile = new DataFileWriter(incomplete.resolve(StoreFiles.TOKENS));
    sentenceFile = new DataFileWriter(incomplete.resolve(StoreFiles.SENTENCES));
    documentFile = new DataFileWriter(incomplete.resolve(StoreFiles.DOCUMENTS));
  }

  /**
   * Adds a document. Sentences without tokens are left out, and so is a document without sentences.
   *
   * @param ids for every sentence its token ids, without special tokens
   * @throws IOException if it cannot be written
   */
  public void add(List<int[]> ids) throws IOException {
    int end = 0;
    for (int[] sentence : ids) {
      if (sentence.length > 0) {
        if (end == 0) {
          startDocument();
        }
        addTokens(sentence);
        end = Math.addExact(end, sentence.length);
        sentenceFile.putInt(end);
        sentences++;
      }
    }
  }

  /**
   * Completes the store.
   *
   * @param droppedLines lines of the corpus left out because they were not UTF-8
   * @return what the store holds
   * @throws IllegalArgumentException if no document was added
   * @throws IOException if a file cannot be written
   */
  public StoreManifest finish(long droppedLines) throws IOException {
    if (documents == 0) {
      throw new IllegalArgumentException("the corpus is empty: the tokenizer finds no token in it");
    }
    documentFile.putLong(sentences);
    documentFile.putLong(tokens);
    StoreManifest manifest = manifest(droppedLines);
    StoreFiles.writeDurably(
        incomplete.resolve(StoreFiles.MANIFEST),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n");
    close();
    StoreFiles.forceDirectory(incomplete);
    Files.deleteIfExists(output);
    Files.move(incomplete, output, StandardCopyOption.ATOMIC_MOVE);
    StoreFiles.forceDirectory(output.getParent());
    return manifest;
  }

  /**
   * Gives up what has not been finished.
   *
   * @throws IOException if a file cannot be closed or deleted
   */
  @Override
  public void close() throws IOException {
    tokenFile.close();
    sentenceFile.close();
    documentFile.close();
    if (Files.notExists(incomplete.resolve(StoreFiles.MANIFEST))) {
      StoreFiles.deleteTree(incomplete);
    }
  }

  private void startDocument() throws IOException {
    documentFile.putLong(sentences);
    documentFile.putLong(tokens);
    documents = Math.incrementExact(documents);
  }

  private void addTokens(int[] sentence) throws IOException {
    for (int id : sentence) {
      if (shortIds) {
        tokenFile.putShort(id);
      } else {
        tokenFile.putInt(id);
      }
      unknownTokens += id == tokenizer.unknownId() ? 1 : 0;
    }
    tokens += sentence.length;
  }

  private StoreManifest manifest(long droppedLines) throws IOException {
    MessageDigest data = StoreFiles.sha256();
    Map<String, String> checksums = new TreeMap<>();
    List<DataFileWriter> writers = List.of(tokenFile, sentenceFile, documentFile);
    for (int i = 0; i < writers.size(); i++) {
      writers.get(i).finish();
      data.update(writers.get(i).sha256());
      checksums.put(StoreFiles.DATA.get(i), writers.get(i).crc32c());
    }
    return new StoreManifest(
        StoreManifest.FORMAT_VERSION,
        documents,
        sentences,
        tokens,
        unknownTokens,
        droppedLines,
        tokenizer.vocabularySize(),
        vocabularySha256(tokenizer),
        HexFormat.of().formatHex(data.digest()),
        checksums);
  }

  /**
   * Identifies a tokenizer's vocabulary.
   *
   * @param tokenizer the tokenizer
   * @return what {@link StoreManifest#vocabularySha256} holds for it
   */
  public static String vocabularySha256(BertTokenizer tokenizer) {
    MessageDigest digest = StoreFiles.sha256();
    for (String token : tokenizer.tokens()) {
      digest.update((token + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
