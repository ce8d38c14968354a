package dev.tallystream.query.event;

import dev.tallystream.contract.topic.EventRecord;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.topic.LentConsumers;
import dev.tallystream.query.topic.LentConsumers.AllLent;
import dev.tallystream.query.topic.RecordAt;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Reads the journal. */
public final class KafkaOriginalEvents implements OriginalEvents, AutoCloseable {
    private static final String CLIENT_ID = "tallystream-journal";

    /** Each holds a connection and some buffers; a look takes milliseconds. */
    private static final int AT_ONCE = 8;

    /** One event; Kafka sends the whole batch that it lies in, and nothing behind that. */
    private static final int FETCH_BYTES = 64 * 1024;

    private final LentConsumers consumers;
    private final RecordAt journal;

    /** Reads there. */
    public KafkaOriginalEvents(String bootstrapServers) {
        this.consumers = new LentConsumers(bootstrapServers, CLIENT_ID, AT_ONCE, FETCH_BYTES);
        this.journal = new RecordAt(consumers, Topics.CREDIT_EVENTS);
    }

    @Override
    public Optional<byte[]> read(int partition, long offset) {
        try {
            return journal.read(partition, offset)
                    .flatMap(record -> Optional.ofNullable(
                            EventRecord.read(record.headers(), record.value()).bytes()));
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
}
