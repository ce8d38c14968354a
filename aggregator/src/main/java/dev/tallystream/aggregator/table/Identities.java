package dev.tallystream.aggregator.table;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Which events were counted. An identity is known for {@link #REMEMBERED} from its arrival, measured between append
 * times, never by what the payload says; whether its row is still there does not matter. An adjustment is known for
 * ever, because it may be of any age.
 *
 * <pre>
 * key    organization | 16 bytes of the hash of source and id
 * value  16 bytes content | arrival | time | origin partition | origin offset | state
 * </pre>
 */
public final class Identities {
    /** The live window and a day: a retry of anything that is still accepted is still known. */
    public static final Duration REMEMBERED = Duration.ofDays(36);

    private static final Duration CLOCKS_APART = Duration.ofDays(1);
    private static final int LENGTH = Hash128.LENGTH + 3 * Long.BYTES + Integer.BYTES + 1;

    private final PendingStore<byte[]> store;

    /** Kept in that store. */
    public Identities(PendingStore<byte[]> store) {
        this.store = store;
    }

    /** What an identity stands for. */
    public enum State {
        /** An event whose effect is in the tables. */
        COUNTED(0),
        /** An event that was taken back. */
        REVERSED(1),
        /** An event that has not arrived, but will be taken back when it does. */
        AWAITED(2),
        /** An adjustment, which is never forgotten. */
        ADJUSTMENT(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        private static State fromCode(int code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new IllegalArgumentException("identity state " + code + " must be 0 to 3");
        }
    }

    /**
     * An identity that is known.
     *
     * @param content what the event said, without its time
     * @param time when it happened, as it was counted
     * @param arrival where and when it was first appended; of an awaited one, when its reversal was
     */
    public record Known(Hash128 content, Instant time, Arrival arrival, State state) {
        /** Whether it is not known any more at {@code now}. */
        public boolean isForgotten(Instant now) {
            return state != State.ADJUSTMENT
                    && arrival.appended().plus(REMEMBERED).isBefore(now);
        }

        /** The same, taken back. */
        public Known toReversed() {
            return new Known(content, time, arrival, State.REVERSED);
        }
    }

    /** What is known of that identity at {@code now}, in a store that is written back. */
    public static Optional<Known> find(
            Function<Bytes, byte @Nullable []> store,
            OrganizationId organization,
            EventIdentity identity,
            Instant now) {
        return read(store.apply(key(organization, identity))).filter(known -> !known.isForgotten(now));
    }

    /** What is remembered of that identity, or was and has not been swept yet. */
    public Optional<Known> findOfAnyAge(OrganizationId organization, EventIdentity identity) {
        return read(store.get(key(organization, identity)));
    }

    private static Optional<Known> read(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        Hash128 content = new Hash128(buffer.getLong(), buffer.getLong());
        Instant appended = Instant.ofEpochMilli(buffer.getLong());
        Instant time = Instant.ofEpochMilli(buffer.getLong());
        Arrival arrival = new Arrival(buffer.getInt(), buffer.getLong(), appended);
        return Optional.of(new Known(content, time, arrival, State.fromCode(buffer.get())));
    }

    /** Remembers what the identity stands for. */
    public void remember(OrganizationId organization, EventIdentity identity, Known known) {
        Arrival arrival = known.arrival();
        byte[] value = ByteBuffer.allocate(LENGTH)
                .putLong(known.content().high())
                .putLong(known.content().low())
                .putLong(arrival.appended().toEpochMilli())
                .putLong(known.time().toEpochMilli())
                .putInt(arrival.partition())
                .putLong(arrival.offset())
                .put((byte) known.state().code)
                .array();
        store.put(key(organization, identity), value);
    }

    /**
     * Whether nobody can ask for the identity of that row any more, where everything that was appended before {@code
     * settled} has come. Partitions are appended to by the clocks of several brokers; the day leaves room for those.
     */
    static boolean isExpired(byte[] value, Instant settled) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        Instant arrived = Instant.ofEpochMilli(buffer.getLong(Hash128.LENGTH));
        return stateOf(value) != State.ADJUSTMENT
                && arrived.plus(REMEMBERED).plus(CLOCKS_APART).isBefore(settled);
    }

    /** The state in that row. */
    static State stateOf(byte[] value) {
        return State.fromCode(value[value.length - 1]);
    }

    static Bytes key(OrganizationId organization, EventIdentity identity) {
        Hash128 hash = identity.toHash();
        return Bytes.wrap(new KeyWriter()
                .text(organization.value())
                .int64(hash.high())
                .int64(hash.low())
                .toBytes());
    }
}
