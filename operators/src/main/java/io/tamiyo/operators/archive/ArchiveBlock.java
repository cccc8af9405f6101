package io.tamiyo.operators.archive;

/**
 * Some entries of one minute as they stand in a file.
 *
 * @param minute theirs
 * @param bytes as {@link BlockFormat} says
 */
public record ArchiveBlock(ArchiveMinute minute, byte[] bytes) {}
