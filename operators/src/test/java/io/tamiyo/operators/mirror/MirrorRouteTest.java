package io.tamiyo.operators.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MirrorRouteTest {

  private static final MirrorRoute EU_TO_US = new MirrorRoute("eu", "us", false);
  private static final MirrorRoute US_TO_EU = new MirrorRoute("us", "eu", false);
  private static final MirrorRoute US_TO_AP = new MirrorRoute("us", "ap", false);

  /** An entry in a region. */
  private record Placed(String region, Map<String, byte[]> fields) {}

  private static Map<String, byte[]> entry(String... namesAndValues) {
    Map<String, byte[]> fields = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static Optional<Map<String, byte[]>> copy(
      MirrorRoute route, String entryId, Map<String, byte[]> fields) {
    return route.decide(entryId, fields) instanceof MirrorDecision.Copied copied
        ? Optional.of(copied.fields())
        : Optional.empty();
  }

  private static Map<String, String> text(Map<String, byte[]> fields) {
    Map<String, String> text = new TreeMap<>();
    fields.forEach((name, value) -> text.put(name, new String(value, StandardCharsets.UTF_8)));
    return text;
  }

  @Test
  void writesWhereAnEntryWasWrittenAndWhatItHasPassed() {
    Map<String, byte[]> inUs = copy(EU_TO_US, "7-1", entry("data", "x")).orElseThrow();
    assertThat(text(inUs)).isEqualTo(Map.of("data", "x", "regions", "eu,us", "origin", "eu/7-1"));
    Map<String, byte[]> inAp = copy(US_TO_AP, "9-0", inUs).orElseThrow();
    assertThat(text(inAp))
        .isEqualTo(Map.of("data", "x", "regions", "eu,us,ap", "origin", "eu/7-1"));
  }

  @Test
  void takesNothingWhereItHasBeen() {
    Map<String, byte[]> inUs = copy(EU_TO_US, "7-1", entry("data", "x")).orElseThrow();
    assertThat(US_TO_EU.decide("9-0", inUs)).isEqualTo(new MirrorDecision.Stays());
  }

  @Test
  void takesOnlyWhatIsItsOwnWhereItIsToldSo() {
    MirrorRoute own = new MirrorRoute("us", "ap", true);
    Map<String, byte[]> inUs = copy(EU_TO_US, "7-1", entry("data", "x")).orElseThrow();
    assertThat(own.decide("9-0", inUs)).isEqualTo(new MirrorDecision.Stays());
    assertThat(copy(own, "9-1", entry("data", "x"))).isPresent();
  }

  @Test
  void takesNothingOfWhichItCannotTellWhereItWas() {
    for (String path : List.of("", "EU", "eu,", "eu us", "a,".repeat(16) + "a")) {
      assertThat(EU_TO_US.decide("1-0", entry("regions", path)))
          .as(path)
          .isEqualTo(
              new MirrorDecision.Unreadable("regions", "is not 1 to 16 regions, as in eu,us"));
    }
    String most = String.join(",", Collections.nCopies(14, "x"));
    assertThat(copy(EU_TO_US, "1-0", entry("regions", most))).isPresent();
    assertThat(EU_TO_US.decide("1-0", entry("regions", most + ",x")))
        .isEqualTo(new MirrorDecision.Unreadable("regions", "would have 17 regions of 16"));
  }

  @Test
  void believesNoOriginOfAnEntryThatWasNeverMirrored() {
    assertThat(text(copy(EU_TO_US, "1-0", entry("origin", "mars/3-0")).orElseThrow()))
        .containsEntry("origin", "eu/1-0");
    assertThat(text(copy(EU_TO_US, "1-0", entry("regions", "ap,eu")).orElseThrow()))
        .containsEntry("regions", "ap,eu,us")
        .containsEntry("origin", "eu/1-0");
  }

  @Test
  void namesWhatIsNoRegion() {
    assertThatThrownBy(() -> new MirrorRoute("EU", "us", false))
        .hasMessage(
            "the region that is read is \"EU\"; expected 1 to 32 of a-z 0-9 -, as in eu-west");
    assertThatThrownBy(() -> new MirrorRoute("eu", "", false))
        .hasMessageStartingWith("the region that is written is \"\"");
    assertThatThrownBy(() -> new MirrorRoute("eu", "eu", false))
        .hasMessage("both regions are \"eu\"; a mirror goes from one region to another");
  }

  /** However the mirrors stand: it ends, and no path has a region twice. */
  @RandomSeeds
  void comesToAnEndInAnyNetOfMirrors(long seed) {
    Random random = new Random(seed);
    int regions = 2 + random.nextInt(3);
    boolean ownOnly = random.nextBoolean();
    List<MirrorRoute> routes = new ArrayList<>();
    for (int from = 0; from < regions; from++) {
      for (int to = 0; to < regions; to++) {
        if (from != to && (ownOnly || random.nextInt(4) > 0)) {
          routes.add(new MirrorRoute("r" + from, "r" + to, ownOnly));
        }
      }
    }
    Deque<Placed> open = new ArrayDeque<>(List.of(new Placed("r0", entry("data", "x"))));
    List<Placed> all = new ArrayList<>();
    while (!open.isEmpty()) {
      Placed next = open.remove();
      all.add(next);
      assertThat(all).hasSizeLessThan(100);
      for (MirrorRoute route : routes) {
        if (route.from().equals(next.region())) {
          Optional<Map<String, byte[]>> copy = copy(route, all.size() + "-0", next.fields());
          copy.ifPresent(fields -> open.add(new Placed(route.to(), fields)));
        }
      }
    }
    for (Placed placed : all.subList(1, all.size())) {
      List<String> path = RegionPath.read(placed.fields().get("regions")).orElseThrow().regions();
      assertThat(path).doesNotHaveDuplicates().startsWith("r0").endsWith(placed.region());
      assertThat(text(placed.fields())).containsEntry("origin", "r0/1-0");
    }
    if (ownOnly) {
      assertThat(all).as("each region has it once").hasSize(regions);
    }
  }
}
