package dev.tallystream.query.erasure;

import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.topic.KafkaRecordWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Writes to the topics of names and of erased users, on the partition of the organization. */
public final class KafkaErasureWriter implements ErasureWriter {
    private final KafkaRecordWriter records;

    /** Writes through that writer, which its owner closes. */
    public KafkaErasureWriter(KafkaRecordWriter records) {
        this.records = records;
    }

    @Override
    public CompletableFuture<Void> removeName(OrganizationId organization, UserId user) {
        DirectoryKey key = new DirectoryKey(organization, DirectoryKind.USER, user.value());
        return records.write(Topics.DIRECTORY, organization, key.toBytes(), null);
    }

    @Override
    public CompletableFuture<Void> erase(ErasedUser user, long fingerprint) {
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(fingerprint).array();
        return records.write(Topics.ERASED_USERS, user.organization(), user.toBytes(), value);
    }
}
