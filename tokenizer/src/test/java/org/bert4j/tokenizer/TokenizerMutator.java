package org.bert4j.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Damages {@code tokenizer.json} files. The same number always makes the same file. */
final class TokenizerMutator {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String[] SECTIONS = {
    "normalizer", "pre_tokenizer", "post_processor", "decoder"
  };

  /** The field of a Sequence in each section. */
  private static final String[] LISTS = {"normalizers", "pretokenizers", "processors", "decoders"};

  private static final String[] NUMBERS = {
    "0",
    "1",
    "-1",
    "2",
    "512",
    "513",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967295",
    "1e308",
    "0.5",
    "18446744073709551616"
  };

  private static final String[] STRINGS = {
    "",
    " ",
    "  ",
    "\0",
    "\u0301",
    "\u200d",
    "\u00ad",
    "\ud800",
    "a",
    "A",
    "x",
    "aa",
    "▁",
    "中",
    "ﷺ",
    "😀",
    "\n",
    "##",
    "[MASK]",
    "A",
    "B",
    "Always",
    "first",
    "never",
    "Isolated",
    "Removed",
    "MergedWithNext",
    "Contiguous",
    "x*",
    "x+",
    "(x+x+)+y",
    "(x*)*\\1y",
    "[^\\s]+",
    "\\s+",
    " {2,}",
    "\\p{L}+",
    "(?=x)",
    "^",
    "$",
    "[",
    "a{0,999}b{0,999}",
    ".",
    ".+x",
    "[a-z]*",
    "\\b",
    "\\p{Foo}",
    "|",
    "a|",
    "\\x{10ffff}",
    "x{3}{3}",
    "[[:alpha:]]+",
    "[a&&b]",
    "a+?",
    "a++",
    "AAAAAAEAAAA="
  };

  /** Components of every kind, some with fields that are not accepted. */
  private static final String[][] COMPONENTS = {
    {
      "{'type':'Lowercase'}",
      "{'type':'NFKD'}",
      "{'type':'NFC'}",
      "{'type':'StripAccents'}",
      "{'type':'Nmt'}",
      "{'type':'ByteLevel'}",
      "{'type':'Prepend','prepend':'▁'}",
      "{'type':'Strip','strip_left':true,'strip_right':true}",
      "{'type':'Replace','pattern':{'String':'a'},'content':''}",
      "{'type':'Replace','pattern':{'Regex':'.'},'content':'xy'}",
      "{'type':'Replace','pattern':{'Regex':'[^a-z]+'},'content':''}",
      "{'type':'Replace','pattern':{'String':''},'content':'x'}",
      "{'type':'BertNormalizer','clean_text':true,'handle_chinese_chars':true,"
          + "'strip_accents':null,'lowercase':true}"
    },
    {
      "{'type':'BertPreTokenizer'}",
      "{'type':'Whitespace'}",
      "{'type':'WhitespaceSplit'}",
      "{'type':'UnicodeScripts'}",
      "{'type':'Digits','individual_digits':true}",
      "{'type':'Punctuation','behavior':'MergedWithNext'}",
      "{'type':'FixedLength','length':1}",
      "{'type':'CharDelimiterSplit','delimiter':'a'}",
      "{'type':'Metaspace','replacement':'▁','prepend_scheme':'always','split':true}",
      "{'type':'Metaspace','replacement':' ','prepend_scheme':'first','split':false}",
      "{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true,'use_regex':false}",
      "{'type':'Split','pattern':{'Regex':'.'},'behavior':'MergedWithPrevious','invert':false}",
      "{'type':'Split','pattern':{'String':'a'},'behavior':'Removed','invert':true}"
    },
    {
      "{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true}",
      "{'type':'BertProcessing','sep':['[SEP]',3],'cls':['[CLS]',2]}",
      "{'type':'RobertaProcessing','sep':['[SEP]',3],'cls':['[CLS]',2],"
          + "'trim_offsets':true,'add_prefix_space':false}"
    },
    {
      "{'type':'Fuse'}",
      "{'type':'ByteFallback'}",
      "{'type':'BPEDecoder','suffix':'</w>'}",
      "{'type':'Strip','content':' ','start':1,'stop':0}",
      "{'type':'CTC','pad_token':'p','word_delimiter_token':'|','cleanup':true}"
    }
  };

  private final List<ObjectNode> originals;

  /**
   * @param originals whole files to begin with
   */
  TokenizerMutator(List<ObjectNode> originals) {
    this.originals = originals;
  }

  /** The damaged file of a number. */
  byte[] file(long number) {
    Random random = new Random(number);
    ObjectNode file = originals.get(random.nextInt(originals.size())).deepCopy();
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutate(file, random);
    }
    byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(10) == 0) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return bytes;
  }

  private void mutate(ObjectNode file, Random random) {
    switch (random.nextInt(12)) {
      case 0, 1 -> replaceValue(file, random, value(random));
      case 2 -> replaceValue(file, random, null);
      case 3 -> replaceValue(file, random, any(file, random).deepCopy());
      case 4 -> duplicate(file, random);
      case 5, 6 -> graft(file, random);
      case 7, 8 -> addComponent(file, random);
      case 9 -> nest(file, random);
      case 10 -> addToken(file, random);
      default -> damageCharsmaps(file, random);
    }
  }

  private static JsonNode value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> random.nextBoolean() ? JSON.arrayNode() : JSON.objectNode();
      case 3, 4 -> read(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 5 -> JSON.textNode(string(random).repeat(1 + random.nextInt(400)));
      default -> JSON.textNode(string(random));
    };
  }

  private static String string(Random random) {
    return STRINGS[random.nextInt(STRINGS.length)];
  }

  /** Puts a value in the place of another; null removes that. */
  private static void replaceValue(ObjectNode file, Random random, JsonNode value) {
    ContainerNode<?> parent = container(file, random);
    int at = random.nextInt(parent.size());
    if (parent instanceof ArrayNode list) {
      if (value == null) {
        list.remove(at);
      } else {
        list.set(at, value);
      }
    } else if (parent instanceof ObjectNode object) {
      String field = new ArrayList<>(object.properties()).get(at).getKey();
      if (value == null) {
        object.remove(field);
      } else if (object.get(field).isTextual() && value.isNumber()) {
        object.set(field, JSON.textNode(string(random)));
      } else {
        object.set(field, value);
      }
    }
  }

  private static void duplicate(ObjectNode file, Random random) {
    ContainerNode<?> parent = container(file, random);
    if (parent instanceof ArrayNode list) {
      list.insert(
          random.nextInt(list.size() + 1), list.get(random.nextInt(list.size())).deepCopy());
    } else if (parent instanceof ObjectNode object) {
      object.set(string(random), any(file, random).deepCopy());
    }
  }

  /** A section of another file. */
  private void graft(ObjectNode file, Random random) {
    String section = SECTIONS[random.nextInt(2 + random.nextInt(3))];
    JsonNode other = originals.get(random.nextInt(originals.size())).path(section).deepCopy();
    file.set(section, other.isMissingNode() ? JSON.nullNode() : other);
  }

  private static void addComponent(ObjectNode file, Random random) {
    int section = random.nextInt(8) == 0 ? 2 + random.nextInt(2) : random.nextInt(2);
    String[] kinds = COMPONENTS[section];
    JsonNode added = read(kinds[random.nextInt(kinds.length)].replace('\'', '"'));
    JsonNode old = file.path(SECTIONS[section]);
    ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
    ArrayNode list = sequence.putArray(LISTS[section]);
    if (old.isObject() && random.nextInt(4) > 0) {
      list.add(old);
      list.insert(random.nextInt(2), added);
      file.set(SECTIONS[section], sequence);
    } else {
      file.set(SECTIONS[section], added);
    }
  }

  private static void nest(ObjectNode file, Random random) {
    int section = random.nextInt(SECTIONS.length);
    JsonNode inner = file.path(SECTIONS[section]);
    int depth = random.nextInt(5) == 0 ? random.nextInt(150) : random.nextInt(4);
    for (int i = 0; i <= depth && inner.isObject(); i++) {
      ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
      sequence.putArray(LISTS[section]).add(inner);
      inner = sequence;
    }
    if (inner.isObject()) {
      file.set(SECTIONS[section], inner);
    }
  }

  private static void addToken(ObjectNode file, Random random) {
    if (file.path("added_tokens") instanceof ArrayNode list) {
      int next = file.path("model").path("vocab").size() + random.nextInt(20) / 19;
      for (JsonNode token : list) {
        next = Math.max(next, token.path("id").asInt() + 1);
      }
      ObjectNode token = list.addObject().put("id", next).put("content", string(random));
      for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized", "special")) {
        token.put(flag, random.nextBoolean());
      }
    }
  }

  private static void damageCharsmaps(ObjectNode file, Random random) {
    for (JsonNode parent : file.findParents("precompiled_charsmap")) {
      String text = parent.path("precompiled_charsmap").asText();
      if (text.length() % 4 != 0 || text.isEmpty()) {
        continue;
      }
      byte[] map = Base64.getMimeDecoder().decode(text);
      for (int i = random.nextInt(4); i >= 0 && map.length > 0; i--) {
        map[random.nextInt(map.length)] =
            random.nextBoolean() ? (byte) random.nextInt() : (byte) 0xFF;
      }
      ((ObjectNode) parent)
          .set("precompiled_charsmap", new TextNode(Base64.getEncoder().encodeToString(map)));
    }
  }

  private static JsonNode any(ObjectNode file, Random random) {
    ContainerNode<?> parent = container(file, random);
    int at = random.nextInt(parent.size());
    return parent.isArray()
        ? parent.get(at)
        : new ArrayList<>(parent.properties()).get(at).getValue();
  }

  /** A list or an object that is not empty; seldom the vocabulary, though most values are there. */
  private static ContainerNode<?> container(ObjectNode file, Random random) {
    List<ContainerNode<?>> all = new ArrayList<>();
    List<JsonNode> open = new ArrayList<>(List.of(file));
    while (!open.isEmpty()) {
      JsonNode node = open.remove(open.size() - 1);
      if (node instanceof ContainerNode<?> container && !container.isEmpty()) {
        all.add(container);
        node.forEach(open::add);
      }
    }
    return all.get(random.nextInt(all.size()));
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(json, e);
    }
  }
}
