package dev.tallystream.query.event;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.topic.LentConsumers;
import dev.tallystream.query.topic.LentConsumers.AllLent;
import dev.tallystream.query.topic.NewestFirst;
import dev.tallystream.query.topic.NewestFirst.Place;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the rejected topic, the newest first and within bounds. A record that was removed or overwritten is still
 * there until it is compacted, so the newest of a key counts; a page that does not start with the newest looks first
 * at what was written since the oldest that may still be there was overwritten.
 */
public final class KafkaRejectedEvents implements RejectedEvents, AutoCloseable {
    /** Records that one page looks through; a fifth of a second's reading. */
    static final int MOST_RECORDS = 20_000;

    private static final String CLIENT_ID = "tallystream-rejected-list";

    /** Each may hold some megabytes of fetched records. */
    private static final int AT_ONCE = 4;

    private static final int FETCH_BYTES = 1024 * 1024;

    /** Bytes that one page looks through: rejected events may be of 64 KiB. */
    private static final long MOST_BYTES = 32L * 1024 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** Offsets of each partition at first: a page of the default length, mostly. */
    private static final int FIRST_STRETCH = 256;

    private static final int GROWTH = 4;

    /** Compaction takes 75 minutes at most while the counting runs. */
    private static final Duration OVERWRITTEN_WITHIN = Duration.ofHours(2);

    private static final int MOST_OF_TAIL = 10_000;

    private final LentConsumers consumers;
    private final InstantSource clock;

    /** Reads there. */
    public KafkaRejectedEvents(String bootstrapServers, InstantSource clock) {
        this.consumers = new LentConsumers(bootstrapServers, CLIENT_ID, AT_ONCE, FETCH_BYTES);
        this.clock = clock;
    }

    @Override
    public Page page(
            OrganizationId organization, Predicate<RejectedEvent> wanted, @Nullable RejectedPlace before, int most) {
        try {
            Place start = before == null ? null : new Place(before.timestamp(), before.partition(), before.offset());
            return NewestFirst.look(consumers, Topics.CREDIT_EVENTS_REJECTED, start, topic -> {
                Look look = new Look(organization, wanted, topic);
                if (start != null) {
                    look.passTail();
                }
                return look.page(most);
            });
        } catch (AllLent tooMany) {
            throw NotRead.busy(tooMany);
        } catch (KafkaException away) {
            throw NotRead.away(away);
        }
    }

    @Override
    public void close() {
        consumers.close();
    }

    /** One page's look. */
    private final class Look {
        private final OrganizationId organization;
        private final Predicate<RejectedEvent> wanted;
        private final NewestFirst topic;
        private final Set<RejectedKey> seen = new HashSet<>();
        private final TreeMap<Place, RejectedEvent> found = new TreeMap<>();

        Look(OrganizationId organization, Predicate<RejectedEvent> wanted, NewestFirst topic) {
            this.organization = organization;
            this.wanted = wanted;
            this.topic = topic;
        }

        /** What was overwritten lately may still be there, too. */
        void passTail() {
            int most = MOST_OF_TAIL / Math.max(1, topic.partitions());
            topic.readTail(clock.instant().minus(OVERWRITTEN_WITHIN), most, this::pass);
        }

        private void pass(ConsumerRecord<byte[], byte[]> record) {
            RejectedKey key = key(record);
            if (key != null) {
                seen.add(key);
            }
        }

        Page page(int most) {
            if (topic.partitions() == 0) {
                return new Page(List.of(), null);
            }
            long end = System.nanoTime() + LONGEST.toNanos();
            int stretch = Math.min(FIRST_STRETCH, MOST_RECORDS / topic.partitions());
            Place from;
            do {
                readOn(stretch);
                from = topic.readFrom();
                stretch = next(stretch);
            } while (from != null && complete(from).size() < most && stretch > 0 && System.nanoTime() - end < 0);
            return from == null ? cut(found.descendingMap(), most, null) : cut(complete(from), most, from);
        }

        /** How far to go on; 0 for not at all. */
        private int next(int stretch) {
            long recordsLeft = MOST_RECORDS - topic.records();
            long average = topic.bytes() / Math.max(1, topic.records()) + 1;
            long bytesLeft = (MOST_BYTES - topic.bytes()) / average;
            long each = Math.min(recordsLeft, bytesLeft) / topic.partitions();
            return (int) Math.max(0, Math.min((long) stretch * GROWTH, each));
        }

        /** Whatever is found from there on is all that is there. */
        private Map<Place, RejectedEvent> complete(Place from) {
            return found.tailMap(from, true).descendingMap();
        }

        private void readOn(int stretch) {
            Map<RejectedKey, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
            topic.readOn(stretch, record -> {
                RejectedKey key = key(record);
                if (key != null) {
                    newest.put(key, record);
                }
            });
            newest.forEach((key, record) -> {
                if (seen.add(key) && record.value() != null) {
                    RejectedEvent event = event(key, record);
                    if (wanted.test(event)) {
                        found.put(Place.of(record), event);
                    }
                }
            });
        }

        private @Nullable RejectedKey key(ConsumerRecord<byte[], byte[]> record) {
            try {
                RejectedKey key = record.key() == null ? null : RejectedKey.fromBytes(record.key());
                return key != null && organization.equals(key.organization()) ? key : null;
            } catch (IllegalArgumentException notOurs) {
                return null;
            }
        }
    }

    /** As many as are asked for; {@code from} is where to go on where there are not so many. */
    private static Page cut(Map<Place, RejectedEvent> events, int most, @Nullable Place from) {
        List<RejectedEvent> page = new ArrayList<>();
        Place last = null;
        for (Map.Entry<Place, RejectedEvent> event : events.entrySet()) {
            if (page.size() == most) {
                return new Page(page, place(last));
            }
            last = event.getKey();
            page.add(event.getValue());
        }
        return new Page(page, place(from));
    }

    private static @Nullable RejectedPlace place(@Nullable Place place) {
        return place == null ? null : new RejectedPlace(place.timestamp(), place.partition(), place.offset());
    }

    private static RejectedEvent event(RejectedKey key, ConsumerRecord<byte[], byte[]> record) {
        boolean whole = record.value().length > 0
                && record.headers().lastHeader(EventHeaders.AT_ORIGIN) == null
                && record.headers().lastHeader(EventHeaders.HASH) == null;
        Instant rejected = Instant.ofEpochMilli(record.timestamp());
        String id = text(record, EventHeaders.EVENT_ID);
        return new RejectedEvent(
                key.partition(),
                key.offset(),
                appended(record, rejected),
                rejected,
                text(record, EventHeaders.REASON),
                text(record, EventHeaders.POINTER),
                id.isEmpty() ? null : id,
                whole ? record.value() : null);
    }

    private static Instant appended(ConsumerRecord<byte[], byte[]> record, Instant otherwise) {
        try {
            return Instant.parse(text(record, EventHeaders.APPENDED));
        } catch (DateTimeException unreadable) {
            return otherwise;
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        Header found = record.headers().lastHeader(header);
        return found == null || found.value() == null ? "" : new String(found.value(), StandardCharsets.UTF_8);
    }
}
