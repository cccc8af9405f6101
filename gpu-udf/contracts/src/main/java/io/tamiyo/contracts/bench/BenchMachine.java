package io.tamiyo.contracts.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a benchmark ran on. */
public final class BenchMachine {

  private BenchMachine() {}

  /** What is true for every benchmark; a benchmark adds what is its own. */
  public static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    facts.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    return facts;
  }
}
