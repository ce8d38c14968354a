package dev.tallystream.contract.rejected;

import dev.tallystream.contract.bytes.KeyReader;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.OrganizationId;
import org.jspecify.annotations.Nullable;

/**
 * The key of one rejected record, and of no other: a value under the same key overwrites it, a record without a value
 * removes it.
 *
 * <pre>
 * acme, rejected at 3:182736   00 04 61 63 6D 65 | 80 00 00 03 | 80 00 00 00 00 02 C9 D0
 * nobody's, at 0:0             00 00             | 80 00 00 00 | 80 00 00 00 00 00 00 00
 * </pre>
 *
 * @param organization whose it is; null where that could not be read
 * @param partition of the events topic, where the record was first appended
 * @param offset on that partition
 */
public record RejectedKey(@Nullable OrganizationId organization, int partition, long offset) {
    private static final String NOBODY = "";

    /** An offset that no record has. */
    private static final long NO_RECORD = -1;

    /** The key under which no record ever is: a removal of it changes nothing, but appends to the partition. */
    public static RejectedKey ofNothing(int partition) {
        return new RejectedKey(null, partition, NO_RECORD);
    }

    /** The key's bytes. */
    public byte[] toBytes() {
        return new KeyWriter()
                .text(organization == null ? NOBODY : organization.value())
                .int32(partition)
                .int64(offset)
                .toBytes();
    }

    /**
     * The key that those bytes are.
     *
     * @throws IllegalArgumentException where they are none
     */
    public static RejectedKey fromBytes(byte[] bytes) {
        KeyReader reader = new KeyReader(bytes);
        try {
            String organization = reader.text();
            RejectedKey key = new RejectedKey(
                    organization.equals(NOBODY) ? null : new OrganizationId(organization),
                    reader.int32(),
                    reader.int64());
            if (reader.atEnd()) {
                return key;
            }
        } catch (IndexOutOfBoundsException torn) {
            throw new IllegalArgumentException("key of " + bytes.length + " bytes must be a rejected record's", torn);
        }
        throw new IllegalArgumentException("key of " + bytes.length + " bytes must end where a rejected record's does");
    }

    /** Where the record was first appended: {@code partition:offset}. */
    public String origin() {
        return partition + ":" + offset;
    }
}
