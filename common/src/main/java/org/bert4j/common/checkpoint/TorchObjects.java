package org.bert4j.common.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.DType;

/**
 * The objects that a state dict consists of, and all that its pickle may ask for: an ordered
 * dictionary, tensors and their storages. Whatever else a pickle names is refused, never run.
 */
final class TorchObjects {
  private static final int SHOWN = 100;

  private static final Map<String, Object> GLOBALS =
      Map.ofEntries(
          Map.entry("collections.OrderedDict", Function.ORDERED_DICT),
          Map.entry("torch._utils._rebuild_tensor_v2", Function.REBUILD_TENSOR),
          Map.entry("torch._utils._rebuild_parameter", Function.REBUILD_PARAMETER),
          Map.entry("torch.DoubleStorage", DType.F64),
          Map.entry("torch.FloatStorage", DType.F32),
          Map.entry("torch.HalfStorage", DType.F16),
          Map.entry("torch.BFloat16Storage", DType.BF16),
          Map.entry("torch.LongStorage", DType.I64),
          Map.entry("torch.IntStorage", DType.I32),
          Map.entry("torch.ShortStorage", DType.I16),
          Map.entry("torch.CharStorage", DType.I8),
          Map.entry("torch.ByteStorage", DType.U8),
          Map.entry("torch.BoolStorage", DType.BOOL));

  private enum Function {
    ORDERED_DICT,
    REBUILD_TENSOR,
    REBUILD_PARAMETER
  }

  /**
   * Elements in an entry of the archive, which several tensors may share.
   *
   * @param key name of the entry
   */
  record Storage(DType dtype, String key, long elements) {
    Storage {
      check(
          elements >= 0 && key.matches("\\w{1,64}"),
          String.format(
              Locale.ROOT,
              "the pickle has a storage of %d elements or without a key; it is damaged",
              elements));
    }
  }

  /**
   * A tensor.
   *
   * @param offset index in the storage of its first element
   */
  record Tensor(Storage storage, long offset, StridedTensor layout) {}

  private TorchObjects() {}

  /** What a name in a Python module stands for. */
  static Object global(Object module, Object name) {
    check(
        module instanceof String && name instanceof String,
        "the pickle asks for something without a name; it is damaged");
    String global = module + "." + name;
    check(
        GLOBALS.containsKey(global),
        String.format(
            Locale.ROOT,
            "asks for code: %s; only tensors are read, as torch.save(model.state_dict(), ...) writes them",
            global.substring(0, Math.min(SHOWN, global.length()))));
    return GLOBALS.get(global);
  }

  /** The storage of a persistent id: {@code ("storage", type, key, device, elements)}. */
  static Storage storage(Object id) {
    if (id instanceof List<?> parts
        && parts.size() == 5
        && parts.get(1) instanceof DType dtype
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long elements) {
      return new Storage(dtype, key, elements);
    }
    throw new IllegalArgumentException("the pickle has a storage that cannot be read");
  }

  /** What a function of {@link #global} returns. */
  static Object call(Object function, Object arguments) {
    if (function instanceof Function known && arguments instanceof List<?> list) {
      return switch (known) {
        case ORDERED_DICT -> dictionary(list);
        case REBUILD_TENSOR -> tensor(list);
        case REBUILD_PARAMETER -> parameter(list);
      };
    }
    throw new IllegalArgumentException("the pickle calls what is no function; it is damaged");
  }

  /** Dictionaries have attributes, such as versions of modules, which are of no use here. */
  static void setState(Object state, Object target) {
    check(
        target instanceof Map<?, ?> && state instanceof Map<?, ?>,
        "the pickle gives a state to what has none; it is damaged");
  }

  private static Object dictionary(List<?> arguments) {
    check(arguments.isEmpty(), "the pickle has a dictionary that cannot be read");
    return new LinkedHashMap<Object, Object>();
  }

  private static Tensor parameter(List<?> arguments) {
    check(
        !arguments.isEmpty() && arguments.get(0) instanceof Tensor,
        "the pickle has a parameter that is no tensor; it is damaged");
    return (Tensor) arguments.get(0);
  }

  /** Arguments: storage, offset, sizes, strides, and what training needs. */
  private static Tensor tensor(List<?> arguments) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof Storage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof List<?> sizes
        && arguments.get(3) instanceof List<?> strides) {
      List<Long> shape = naturals(sizes);
      StridedTensor layout = new StridedTensor(storage.dtype(), shape, naturals(strides));
      check(
          fits(storage, offset, layout),
          String.format(
                  Locale.ROOT,
                  "a tensor of shape %s, strides %s and offset %d does not fit into its storage of %d",
                  shape,
                  strides,
                  offset,
                  storage.elements())
              + " elements, or repeats some; save it after contiguous()");
      return new Tensor(storage, offset, layout);
    }
    throw new IllegalArgumentException("the pickle has a tensor that cannot be read");
  }

  private static boolean fits(Storage storage, long offset, StridedTensor layout) {
    try {
      return layout.shape().size() == layout.strides().size()
          && offset >= 0
          && layout.elements() <= storage.elements()
          && layout.extent() <= storage.elements() - offset;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static List<Long> naturals(List<?> numbers) {
    check(
        numbers.size() <= TensorLimits.MAX_DIMENSIONS,
        String.format(
            Locale.ROOT,
            "a tensor of %d dimensions, expected at most %d",
            numbers.size(),
            TensorLimits.MAX_DIMENSIONS));
    List<Long> naturals = new ArrayList<>();
    for (Object number : numbers) {
      check(
          number instanceof Long natural && natural >= 0,
          "the pickle has a tensor whose sizes or strides are no numbers of 0 or more");
      naturals.add((Long) number);
    }
    return List.copyOf(naturals);
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
