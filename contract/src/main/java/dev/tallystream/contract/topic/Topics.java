package dev.tallystream.contract.topic;

import org.apache.kafka.common.serialization.Serdes;

/** Every topic that others may read or write. Values stay bytes until the strict decoders have seen them. */
public final class Topics {
    /** The journal: CloudEvents, key = organization id. Its append time is the broker's; it is kept without limit. */
    public static final Topic<byte[], byte[]> CREDIT_EVENTS = bytes("credit-events");

    /**
     * Events that were not counted: key = {@link dev.tallystream.contract.rejected.RejectedKey}, value = the original
     * bytes, reason and origin in headers; compacted, and kept without limit until overwritten or removed.
     */
    public static final Topic<byte[], byte[]> CREDIT_EVENTS_REJECTED = bytes("credit-events-rejected");

    /** Names, urls and deleted flags of teams, users and features; compacted. */
    public static final Topic<byte[], byte[]> DIRECTORY = bytes("directory");

    /** Calendar and privacy switch of each organization; compacted. */
    public static final Topic<byte[], byte[]> ORGANIZATION_SETTINGS = bytes("organization-settings");

    /** What was agreed with each organization: allocations and billing calendars, whole in every record; compacted. */
    public static final Topic<byte[], byte[]> CREDIT_ALLOCATIONS = bytes("credit-allocations");

    /** Users whose id was erased: key = keyed hash of the id, value = the fingerprint of its key; compacted. */
    public static final Topic<byte[], byte[]> ERASED_USERS = bytes("erased-users");

    private Topics() {}

    private static Topic<byte[], byte[]> bytes(String name) {
        return new Topic<>(name, Serdes.ByteArray(), Serdes.ByteArray());
    }
}
