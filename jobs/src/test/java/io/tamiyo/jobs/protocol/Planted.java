package io.tamiyo.jobs.protocol;

/** A mistake in job, host or log, that the checker must find. */
enum Planted {
  /** Everything is as it should be. */
  NOTHING,
  /** The host applies a command whatever revision it names. */
  NO_REVISION_CHECK,
  /** The host forgets what it has applied, and applies whatever revision is named. */
  NO_MEMORY,
  /** The host passes over markers. */
  NO_EPOCH_CHECK,
  /** The host acknowledges before its record is durable. */
  EARLY_ACKNOWLEDGEMENT,
  /** The host does not publish again after a restart. */
  NO_REPUBLICATION,
  /** The job sends as soon as it has written its marker. */
  NO_MARKER,
  /** The job does not wait for what earlier incarnations have sent. */
  NO_ADOPTION,
  /** An acknowledgement closes every copy of its command. */
  CLOSES_ALL_COPIES,
  /** A plan of another incarnation is not used. */
  OWN_PLANS,
  /** A command is lost on its way to the log, and not sent again. */
  LOSES_COMMANDS
}
