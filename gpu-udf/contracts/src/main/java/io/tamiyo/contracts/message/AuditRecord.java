package io.tamiyo.contracts.message;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened around a layer: what was asked, decided, sent, answered, changed, refused
 * or lost. The header's timestamp is the time of the entry that it happened by, and its correlation
 * id the request or command that it belongs to; the metadata say in which stream that entry stands.
 *
 * @param layerId the layer, or null when it is about none, or several
 * @param kind what happened, for instance {@code command}; see the documentation of the audit
 * @param about message_id of what it tells of
 * @param subject what it is about, for people
 * @param outcome how it ended, for instance {@code APPLIED}; empty where it has no end of its own
 * @param reason why; may be empty
 */
@NativeOnly
public record AuditRecord(
    Header header,
    @Nullable String layerId,
    String kind,
    String about,
    String subject,
    String outcome,
    String reason)
    implements Message {}
