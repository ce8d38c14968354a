package dev.tallystream.contract.directory;

import dev.tallystream.contract.bytes.KeyReader;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.id.UserId;

/**
 * The key of a directory entry:
 *
 * <pre>
 * acme, TEAM, t1   00 04 61 63 6D 65 | 01 | 00 02 74 31
 * </pre>
 */
public record DirectoryKey(OrganizationId organization, DirectoryKind kind, String id) {
    /** Checks the id by the rule of what it names: 1 to 255 characters, not blank, no control characters. */
    public DirectoryKey {
        switch (kind) {
            case TEAM -> new TeamId(id);
            case USER -> new UserId(id);
            case FEATURE -> new FeatureId(id);
        }
    }

    /** The key's bytes, as the topic and the store hold them. */
    public byte[] toBytes() {
        return new KeyWriter()
                .text(organization.value())
                .int8(kind.code())
                .text(id)
                .toBytes();
    }

    /** The first key of the organization's of that kind. */
    public static byte[] firstOf(OrganizationId organization, DirectoryKind kind) {
        return prefix(organization, kind).toBytes();
    }

    /** A key above the organization's last of that kind. */
    public static byte[] afterLastOf(OrganizationId organization, DirectoryKind kind) {
        return prefix(organization, kind).toUpperBound(1);
    }

    private static KeyWriter prefix(OrganizationId organization, DirectoryKind kind) {
        return new KeyWriter().text(organization.value()).int8(kind.code());
    }

    /**
     * Reads a key.
     *
     * @throws RuntimeException where the bytes are not a directory key
     */
    public static DirectoryKey fromBytes(byte[] bytes) {
        KeyReader reader = new KeyReader(bytes);
        DirectoryKey key = new DirectoryKey(
                new OrganizationId(reader.text()), DirectoryKind.fromCode(reader.int8()), reader.text());
        if (!reader.atEnd()) {
            throw new IllegalArgumentException("a directory key must end after its id");
        }
        return key;
    }
}
