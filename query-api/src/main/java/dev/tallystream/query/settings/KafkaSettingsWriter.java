package dev.tallystream.query.settings;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.topic.KafkaRecordWriter;
import java.util.concurrent.CompletableFuture;

/** Writes settings to their topic, on the partition of the organization. */
public final class KafkaSettingsWriter implements SettingsWriter {
    private final KafkaRecordWriter records;

    /** Writes through that writer, which its owner closes. */
    public KafkaSettingsWriter(KafkaRecordWriter records) {
        this.records = records;
    }

    @Override
    public CompletableFuture<Void> write(OrganizationId organization, OrganizationSettings settings) {
        return records.write(
                Topics.ORGANIZATION_SETTINGS,
                organization,
                Placement.recordKey(organization),
                SettingsCodec.encode(settings));
    }
}
