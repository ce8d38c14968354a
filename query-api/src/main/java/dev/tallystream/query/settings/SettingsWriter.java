package dev.tallystream.query.settings;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import java.util.concurrent.CompletableFuture;

/** Decides for an organization. Thread-safe. */
public interface SettingsWriter {
    /**
     * Replaces the organization's settings; of two writes the later one stays.
     *
     * @return completes when the settings are durable, answers follow them soon after; exceptionally where they are not
     */
    CompletableFuture<Void> write(OrganizationId organization, OrganizationSettings settings);
}
