package org.bert4j.common.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers.DoubleDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/** JSON has no {@code NaN}: a {@code double} that is not finite is written, and read, as null. */
final class UndefinedAsNull extends SimpleModule {
  private static final long serialVersionUID = 1;

  UndefinedAsNull() {
    addSerializer(double.class, new Numbers());
    addDeserializer(double.class, new DoubleDeserializer(double.class, Double.NaN));
  }

  private static final class Numbers extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }
}
