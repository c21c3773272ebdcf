package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/** A compiled oneDNN primitive with the memory objects of its arguments. */
final class Primitive implements AutoCloseable {
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final String name;
  private final dnnl_memory[] memories;
  private final Arena arena = new Arena();
  private final dnnl_exec_arg_t arguments;
  private final AddressPointer pointer = new AddressPointer();

  Primitive(
      String name,
      dnnl_engine engine,
      dnnl_primitive_desc descriptor,
      int[] argumentNames,
      dnnl_memory_desc[] argumentDescriptors) {
    this.name = name;
    memories = new dnnl_memory[argumentDescriptors.length];
    try {
      OneDnn.check(dnnl_primitive_create(primitive, descriptor), "to compile " + name);
      arguments = arguments();
      describe(engine, argumentNames, argumentDescriptors);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private dnnl_exec_arg_t arguments() {
    int size = new dnnl_exec_arg_t(pointer).sizeof();
    return new dnnl_exec_arg_t(pointer.at(arena.allocate((long) memories.length * size)));
  }

  private void describe(
      dnnl_engine engine, int[] argumentNames, dnnl_memory_desc[] argumentDescriptors) {
    for (int i = 0; i < memories.length; i++) {
      memories[i] = new dnnl_memory();
      OneDnn.check(
          dnnl_memory_create(memories[i], argumentDescriptors[i], engine, pointer.at(0)),
          "a memory object");
      arguments.getPointer(i).arg(argumentNames[i]).memory(memories[i]);
    }
  }

  void run(dnnl_stream stream, Tensor[] operands) {
    for (int i = 0; i < memories.length; i++) {
      dnnl_memory_set_data_handle(memories[i], pointer.at(operands[i].address()));
    }
    OneDnn.check(dnnl_primitive_execute(primitive, stream, memories.length, arguments), name);
  }

  @Override
  public void close() {
    for (dnnl_memory memory : memories) {
      dnnl_memory_destroy(memory);
    }
    dnnl_primitive_destroy(primitive);
    arena.close();
  }
}
