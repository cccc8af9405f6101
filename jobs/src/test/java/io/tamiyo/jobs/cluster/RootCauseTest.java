package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class RootCauseTest {
  @Test
  void isTheMessageOfTheInnermostCause() {
    Exception inner = new IllegalArgumentException("the port is -1;\n give another");

    assertThat(RootCause.of(new ExecutionException("outer", new IllegalStateException(inner))))
        .isEqualTo("the port is -1;");
  }

  @Test
  void namesTheExceptionWhereItsMessageIsNoSentence() {
    assertThat(RootCause.of(new ClassNotFoundException("a.b.C")))
        .isEqualTo("ClassNotFoundException: a.b.C");
    assertThat(RootCause.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void isFoundInATraceFromAnotherMachine() {
    String trace =
        """
        <Exception on server side:
        org.apache.flink.util.FlinkException: Failed to execute job 'x'.
        \tat org.apache.flink.A.b(A.java:1)
        Caused by: java.lang.RuntimeException: java.io.IOException: no
        \tat org.apache.flink.A.b(A.java:1)
        Caused by: java.io.IOException: Redis at localhost:1 does not answer
        \t... 4 more
        End of exception on server side>
        """;

    assertThat(RootCause.of(trace)).isEqualTo("Redis at localhost:1 does not answer");
    assertThat(RootCause.of(new RuntimeException("[Internal server error., " + trace)))
        .isEqualTo("Redis at localhost:1 does not answer");
  }

  @Test
  void isTheFirstLineOfATraceWithoutCauses() {
    assertThat(RootCause.of("<Exception on server side:\na.b.XException: it broke down\n\tat c"))
        .isEqualTo("it broke down");
    assertThat(RootCause.of("a.b.XException: broken")).isEqualTo("XException: broken");
    assertThat(RootCause.of("Not found: /jobs/1")).isEqualTo("Not found: /jobs/1");
    assertThat(RootCause.of("")).isEqualTo("no reason given");
  }
}
