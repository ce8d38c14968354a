package dev.tallystream.query.directory;

import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.topic.KafkaRecordWriter;
import java.util.concurrent.CompletableFuture;

/** Writes entries to the directory topic, on the partition of their organization. */
public final class KafkaDirectoryWriter implements DirectoryWriter {
    private final KafkaRecordWriter records;

    /** Writes through that writer, which its owner closes. */
    public KafkaDirectoryWriter(KafkaRecordWriter records) {
        this.records = records;
    }

    @Override
    public CompletableFuture<Void> write(DirectoryKey key, DirectoryEntry entry) {
        return records.write(Topics.DIRECTORY, key.organization(), key.toBytes(), DirectoryCodec.encode(entry));
    }
}
