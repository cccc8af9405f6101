package io.tamiyo.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void findsAPortThatIsFree() {
    int port = Ports.free();

    assertThat(port).isBetween(1024, 65535);
    assertThatCode(() -> Ports.requireFree(port, "a test", "go away")).doesNotThrowAnyException();
  }

  @Test
  void namesTheTakenPortAndTheRemedy() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> Ports.requireFree(taken.getLocalPort(), "Flink's web UI", "choose another"))
          .isInstanceOf(CommandFailure.class)
          .hasMessage(
              "port " + taken.getLocalPort() + ", for Flink's web UI, is taken; choose another");
    }
  }

  @Test
  void seesAListenerOnAllAddresses() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> Ports.requireFree(taken.getLocalPort(), "a test", "choose another"))
          .isInstanceOf(CommandFailure.class);
    }
  }
}
