package io.tamiyo.jobs.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class TableTest {

  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void alignsNamesLeftAndNumbersRight() {
    Table table = new Table("CAUSE", ">LETTERS", "WHY");
    table.row("too_large", 7, "1 GiB");
    table.row("x", 1234, "");
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text));
    assertThat(text.toString().lines())
        .containsExactly(
            "CAUSE      LETTERS  WHY", "too_large        7  1 GiB", "x             1234");
  }

  @Test
  void obeysNothingThatIsInACell() {
    assertThat(Table.printable("a\u001b[31m\nb")).isEqualTo("a·[31m·b");
    assertThat(Table.shortened("abcdef", 4)).isEqualTo("abc…");
    assertThat(Table.shortened("abcd", 4)).isEqualTo("abcd");
    assertThatThrownBy(() -> new Table("A", "B").row(1)).hasMessage("1 cells for 2 headings");
  }

  @Test
  void readsAndWritesTimesAsPeopleDo() {
    assertThat(new Times().convert("3d")).isEqualTo(Duration.ofDays(3));
    assertThat(new Times().convert("15min")).isEqualTo(Duration.ofMinutes(15));
    assertThatThrownBy(() -> new Times().convert("soon"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'soon' is not a span such as 90s, 15min, 2h or 3d");
    assertThat(Times.utc(1_999)).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(Times.ago(0, 59_999)).isEqualTo("59s ago");
    assertThat(Times.ago(0, 60_000)).isEqualTo("1min ago");
    assertThat(Times.ago(0, DAY)).isEqualTo("24h ago");
    assertThat(Times.ago(0, 2 * DAY)).isEqualTo("2d ago");
    assertThat(Times.ago(5, 0)).isEqualTo("0s ago");
  }
}
