package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.ErasedRows;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Users whose id was erased and stays erased, whenever an event of theirs arrives. One thread adds; anybody asks.
 *
 * <pre>
 * key    organization | 16 bytes of keyed hash of the user's id
 * value  8 bytes fingerprint of the key | 8 bytes each: rows of tables, rows of crossings, waiting reversals
 *        | 1 byte while rows may still name the user
 * </pre>
 */
public final class ErasedUsers {
    private static final int DONE_LENGTH = 4 * Long.BYTES;

    private final PendingStore<byte[]> store;
    private final @Nullable ErasureKey key;
    private final Set<ErasedUser> users = ConcurrentHashMap.newKeySet();
    private final Set<OrganizationId> organizations = ConcurrentHashMap.newKeySet();
    private final Map<ErasedUser, ErasedRows> unfinished = new LinkedHashMap<>();

    /** Kept in that store; refuses rows that another key made. */
    public ErasedUsers(PendingStore<byte[]> store, @Nullable ErasureKey key) {
        this.store = store;
        this.key = key;
        try (KeyValueIterator<Bytes, byte[]> rows = store.writtenBack().all()) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                requireKey(ByteBuffer.wrap(row.value).getLong());
                ErasedUser user = ErasedUser.fromBytes(row.key.get());
                take(user);
                if (!isDone(row.value)) {
                    unfinished.put(user, rows(row.value));
                }
            }
        }
    }

    /** Whether the user's id is erased. */
    public boolean contains(OrganizationId organization, UserId user) {
        return organizations.contains(organization)
                && users.contains(requireKey().erase(organization, user));
    }

    /** Whether a licensed member whose id is erased used it. */
    public boolean used(OrganizationId organization, Usage usage) {
        return usage.actor() instanceof Actor.Member member && contains(organization, member.user());
    }

    /** Whether anybody of the organization is erased. */
    public boolean hasAnyOf(OrganizationId organization) {
        return organizations.contains(organization);
    }

    /** Whether that user is among them. */
    public boolean contains(ErasedUser user) {
        return users.contains(user);
    }

    /**
     * From now on the user's id is erased; rows that name it have yet to be moved.
     *
     * @param fingerprint of the key that made the hash
     */
    public void add(ErasedUser user, long fingerprint) {
        requireKey(fingerprint);
        take(user);
        enter(user, ErasedRows.NONE, false);
    }

    /** Those whose rows have yet to be moved, in the order in which they came, with what was moved so far. */
    Map<ErasedUser, ErasedRows> unfinished() {
        return unfinished;
    }

    /** So much was moved so far. */
    void enter(ErasedUser user, ErasedRows rows, boolean done) {
        if (done) {
            unfinished.remove(user);
        } else {
            unfinished.put(user, rows);
        }
        ByteBuffer value = ByteBuffer.allocate(done ? DONE_LENGTH : DONE_LENGTH + 1)
                .putLong(requireKey().fingerprint())
                .putLong(rows.tables())
                .putLong(rows.crossings())
                .putLong(rows.waitingReversals());
        store.put(Bytes.wrap(user.toBytes()), value.array());
    }

    /** Whether no row names the user any more, as that row of the store says. */
    public static boolean isDone(byte[] value) {
        return value.length == DONE_LENGTH;
    }

    /** What was moved, as that row of the store says. */
    public static ErasedRows rows(byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value).position(Long.BYTES);
        return new ErasedRows(buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** The first key of the organization's, in the store. */
    public static Bytes firstOf(OrganizationId organization) {
        return Bytes.wrap(new KeyWriter().text(organization.value()).toBytes());
    }

    /** A key above the organization's last. */
    public static Bytes afterLastOf(OrganizationId organization) {
        return Bytes.wrap(new KeyWriter().text(organization.value()).toUpperBound(Hash128.LENGTH + 1));
    }

    /** The key, without which nobody can be told from an erased user. */
    ErasureKey requireKey() {
        if (key == null) {
            throw new IllegalStateException("users were erased, and the key of their hashes is not configured here");
        }
        return key;
    }

    private void requireKey(long fingerprint) {
        if (requireKey().fingerprint() != fingerprint) {
            throw new IllegalStateException("users were erased with another erasure key than is configured here");
        }
    }

    private void take(ErasedUser user) {
        users.add(user);
        organizations.add(user.organization());
    }
}
