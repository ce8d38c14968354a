package dev.tallystream.contract.erasure;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.bytes.KeyReader;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.OrganizationId;

/**
 * A user whose id is erased: what stands for it is a hash that only the holder of the {@link ErasureKey} can make. The
 * key of the topic {@code erased-users}:
 *
 * <pre>
 * acme   00 04 61 63 6D 65 | 16 bytes of hash
 * </pre>
 */
public record ErasedUser(OrganizationId organization, Hash128 hash) {
    /** The key's bytes, as the topic and the store hold them. */
    public byte[] toBytes() {
        return new KeyWriter()
                .text(organization.value())
                .int64(hash.high())
                .int64(hash.low())
                .toBytes();
    }

    /**
     * Reads a key.
     *
     * @throws RuntimeException where the bytes are none
     */
    public static ErasedUser fromBytes(byte[] bytes) {
        KeyReader reader = new KeyReader(bytes);
        ErasedUser erased =
                new ErasedUser(new OrganizationId(reader.text()), new Hash128(reader.int64(), reader.int64()));
        if (!reader.atEnd()) {
            throw new IllegalArgumentException("an erased user's key must end after its hash");
        }
        return erased;
    }
}
