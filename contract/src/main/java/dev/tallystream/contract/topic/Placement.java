package dev.tallystream.contract.topic;

import dev.tallystream.contract.bytes.KeyReader;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition is an organization's, on every topic alike: murmur2 of its id in UTF-8, as the Java producer places
 * a record whose key is that id. Clients built on librdkafka default to CRC32, so a record's own partition is never
 * trusted.
 */
public final class Placement {
    private Placement() {}

    /** The organization's partition among {@code partitions}. */
    public static int partitionOf(OrganizationId organization, int partitions) {
        return Utils.toPositive(Utils.murmur2(eventKey(organization))) % partitions;
    }

    /** The key of the organization's events: its id in UTF-8. */
    public static byte[] eventKey(OrganizationId organization) {
        return organization.value().getBytes(StandardCharsets.UTF_8);
    }

    /** The key of the organization's record on a topic that holds one for each: its id behind its length. */
    public static byte[] recordKey(OrganizationId organization) {
        return new KeyWriter().text(organization.value()).toBytes();
    }

    /** The organization of a {@link #recordKey}; empty where the bytes are none. */
    public static Optional<OrganizationId> organizationOf(byte[] recordKey) {
        try {
            KeyReader reader = new KeyReader(recordKey);
            OrganizationId organization = new OrganizationId(reader.text());
            return reader.atEnd() ? Optional.of(organization) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException notAKey) {
            return Optional.empty();
        }
    }
}
