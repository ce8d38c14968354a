package dev.tallystream.query.erasure;

import dev.tallystream.contract.erasure.RecordText;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.topic.CommittedTopic;
import dev.tallystream.query.topic.KafkaRecordWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole rejected topic, which is short where publishers are sound, and overwrites what names the user. A
 * record of nobody is the organization's where it names that, too.
 */
public final class KafkaRejectedRecords implements RejectedRecords {
    private static final String CLIENT_ID = "tallystream-erasure";
    private static final byte[] NOTHING = new byte[0];

    private final String bootstrapServers;
    private final KafkaRecordWriter records;

    /** Reads there; writes through that writer, which its owner closes. */
    public KafkaRejectedRecords(String bootstrapServers, KafkaRecordWriter records) {
        this.bootstrapServers = bootstrapServers;
        this.records = records;
    }

    /** A record that names the user: where it lies, and what is to be kept of it. */
    private record Found(int partition, Headers kept) {}

    @Override
    public long clear(OrganizationId organization, UserId user) {
        try {
            Map<RejectedKey, Found> found = find(organization, user);
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            found.forEach((key, record) -> writes.add(records.write(
                    Topics.CREDIT_EVENTS_REJECTED, record.partition, key.toBytes(), NOTHING, record.kept)));
            writes.forEach(CompletableFuture::join);
            return found.size();
        } catch (KafkaException | CompletionException failed) {
            throw new NotCleared(failed);
        }
    }

    private Map<RejectedKey, Found> find(OrganizationId organization, UserId user) {
        Map<RejectedKey, Found> found = new HashMap<>();
        CommittedTopic.open(bootstrapServers, Topics.CREDIT_EVENTS_REJECTED, CLIENT_ID)
                .ifPresent(topic -> {
                    try (topic) {
                        topic.read(record -> look(record, organization, user, found));
                    }
                });
        return found;
    }

    /** The newest record of a key counts; what was removed must not come back. */
    private static void look(
            ConsumerRecord<byte[], byte[]> record,
            OrganizationId organization,
            UserId user,
            Map<RejectedKey, Found> found) {
        RejectedKey key = key(record.key());
        if (key == null || (key.organization() != null && !key.organization().equals(organization))) {
            return;
        }
        if (record.value() != null && names(record, key, organization, user)) {
            found.put(key, new Found(record.partition(), kept(record.headers())));
        } else {
            found.remove(key);
        }
    }

    private static @Nullable RejectedKey key(byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : RejectedKey.fromBytes(bytes);
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private static boolean names(
            ConsumerRecord<byte[], byte[]> record, RejectedKey key, OrganizationId organization, UserId user) {
        RecordText text = RecordText.of(record.value());
        Header id = record.headers().lastHeader(EventHeaders.EVENT_ID);
        boolean named = text.names(user.value())
                || (id != null
                        && id.value() != null
                        && RecordText.of(id.value()).names(user.value()))
                || (isBeginningOnly(record.headers()) && text.endsWithin(user.value()));
        return named && (key.organization() != null || text.names(organization.value()));
    }

    private static boolean isBeginningOnly(Headers headers) {
        return headers.lastHeader(EventHeaders.HASH) != null;
    }

    /** Why, where and when it was rejected; the whole event still lies at its origin, as long as the journal does. */
    private static Headers kept(Headers headers) {
        Headers kept = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().equals(EventHeaders.EVENT_ID) && !header.key().equals(EventHeaders.AT_ORIGIN)) {
                kept.add(header);
            }
        }
        if (!isBeginningOnly(headers)) {
            kept.add(EventHeaders.AT_ORIGIN, EventHeaders.AT_ORIGIN.getBytes(StandardCharsets.US_ASCII));
        }
        return kept;
    }
}
