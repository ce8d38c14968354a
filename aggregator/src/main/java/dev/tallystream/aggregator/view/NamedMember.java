package dev.tallystream.aggregator.view;

import dev.tallystream.contract.directory.DirectoryEntry;

/** What the directory says of one team, user or feature. */
public record NamedMember(String id, DirectoryEntry entry) {}
