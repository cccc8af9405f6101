package io.tamiyo.jobs.demo;

/**
 * What the host says at its end.
 *
 * @param sent messages that it sent
 * @param accuracy of the trained network
 */
record HostSummary(long sent, DemoReport.Accuracy accuracy) {}
