package dev.tallystream.aggregator.table;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which events were counted. An identity is known for {@link #REMEMBERED} from its arrival, measured between append
 * times, never by what the payload says; whether its row is still there does not matter.
 *
 * <pre>
 * key    organization | 16 bytes of the hash of source and id
 * value  16 bytes content | arrival | time | origin partition | origin offset
 * </pre>
 */
public final class Identities {
    /** The live window and a day: a retry of anything that is still accepted is still known. */
    public static final Duration REMEMBERED = Duration.ofDays(36);

    private static final int LENGTH = Hash128.LENGTH + 3 * Long.BYTES + Integer.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;

    /** Kept in that store. */
    public Identities(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * A counted event.
     *
     * @param content what it said, without its time
     * @param time when it happened, as it was counted
     * @param arrival where and when it was first appended
     */
    public record Known(Hash128 content, Instant time, Arrival arrival) {}

    /** The event of that identity, if it arrived at most {@link #REMEMBERED} before {@code now}. */
    public Optional<Known> find(OrganizationId organization, EventIdentity identity, Instant now) {
        byte[] value = store.get(key(organization, identity));
        if (value == null) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        Hash128 content = new Hash128(buffer.getLong(), buffer.getLong());
        Instant appended = Instant.ofEpochMilli(buffer.getLong());
        Instant time = Instant.ofEpochMilli(buffer.getLong());
        Known known = new Known(content, time, new Arrival(buffer.getInt(), buffer.getLong(), appended));
        return appended.plus(REMEMBERED).isBefore(now) ? Optional.empty() : Optional.of(known);
    }

    /** Remembers an event that was counted. */
    public void remember(OrganizationId organization, EventIdentity identity, Known known) {
        Arrival arrival = known.arrival();
        byte[] value = ByteBuffer.allocate(LENGTH)
                .putLong(known.content().high())
                .putLong(known.content().low())
                .putLong(arrival.appended().toEpochMilli())
                .putLong(known.time().toEpochMilli())
                .putInt(arrival.partition())
                .putLong(arrival.offset())
                .array();
        store.put(key(organization, identity), value);
    }

    private static Bytes key(OrganizationId organization, EventIdentity identity) {
        Hash128 hash = identity.toHash();
        return Bytes.wrap(new KeyWriter()
                .text(organization.value())
                .int64(hash.high())
                .int64(hash.low())
                .toBytes());
    }
}
