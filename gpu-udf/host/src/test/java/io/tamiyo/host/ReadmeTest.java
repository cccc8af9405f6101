package io.tamiyo.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.layer.TestingJob;
import io.tamiyo.host.redis.TestingRedis;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is compiled and run. */
class ReadmeTest {

  private static final Path README = Path.of("..", "..", "README.md");
  private static final int MOST_LINES = 11;
  private static final String AROUND =
      """
      import ai.djl.nn.SequentialBlock;
      import ai.djl.nn.core.Linear;
      import ai.djl.training.dataset.Batch;
      import io.tamiyo.host.LayerHost;
      import io.tamiyo.host.ReadmeTask;
      import java.nio.file.Path;

      public final class Readme extends ReadmeTask {
        public static void run(SequentialBlock network, Iterable<Batch> batches, int epochs) {
      %s
        }
      }
      """;

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  @TempDir private Path directory;

  @Test
  void trainsAnybodysNetworkInTenLines() throws Exception {
    String shown = shown();
    assertThat(shown.lines().count()).isLessThanOrEqualTo(MOST_LINES);

    Path classes = compile(withOwnPlaces(shown));
    run(classes);

    try (TestingJob job = new TestingJob(redis::client, StreamNames.unnamed())) {
      List<Message> sent = job.messages(StreamNames.unnamed().inbound("encoder.0"));
      assertThat(sent).hasAtLeastOneElementOfType(LayerHealthReport.class);
      assertThat(sent).doesNotHaveAnyElementsOfTypes(CommandResult.class);
    }
    assertThat(directory.resolve("seeds").resolve("encoder.0.log")).exists();
  }

  private static String shown() throws IOException {
    Matcher block =
        Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
    assertThat(block.find()).as("a block of Java in " + README).isTrue();
    return block.group(1);
  }

  private String withOwnPlaces(String shown) {
    String placed =
        shown
            .replace("redis://127.0.0.1:6379", "redis://127.0.0.1:" + redis.port())
            .replace("Path.of(\"seeds\")", "Path.of(\"" + directory.resolve("seeds") + "\")");
    assertThat(placed).doesNotContain("6379").doesNotContain("\"seeds\"");
    return placed;
  }

  private Path compile(String shown) throws IOException {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of("-d", classes.toString(), "-cp", classPath, "-proc:none"),
                null,
                List.of(new Source(AROUND.formatted(shown))))
            .call();
    assertThat(compiled).as(said.toString()).isTrue();
    return classes;
  }

  private static void run(Path classes) throws Exception {
    URL[] places = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, ReadmeTest.class.getClassLoader());
        ReadmeTask.Data data = new ReadmeTask.Data()) {
      Method run =
          loader
              .loadClass("Readme")
              .getMethod("run", SequentialBlock.class, Iterable.class, int.class);
      Block network = new SequentialBlock();
      run.invoke(null, network, data, 200);
      assertThat(ReadmeTask.accuracy(network)).isGreaterThan(0.9);
    }
  }

  /** A source in memory. */
  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String text) {
      super(URI.create("string:///Readme.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
