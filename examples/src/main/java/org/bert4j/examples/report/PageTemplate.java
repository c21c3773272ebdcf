package org.bert4j.examples.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.bert4j.common.io.AtomicFile;

/** Fills a template of this package; what stands in it is escaped. */
final class PageTemplate {
  private final Template template;

  /**
   * Reads a template.
   *
   * @param name of its file
   */
  PageTemplate(String name) throws IOException {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(PageTemplate.class, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    template = configuration.getTemplate(name);
  }

  /**
   * Writes a page.
   *
   * @param page what the template asks for
   * @param file the page's file
   * @throws IOException if writing fails
   */
  void write(Record page, Path file) throws IOException {
    StringWriter text = new StringWriter();
    try {
      template.process(page, text);
    } catch (TemplateException e) {
      throw new IllegalStateException(e.getMessageWithoutStackTop(), e);
    }
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
