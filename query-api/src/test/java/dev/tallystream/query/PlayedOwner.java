package dev.tallystream.query;

import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.query.balance.AllocationsWriter;
import dev.tallystream.query.directory.DirectoryWriter;
import dev.tallystream.query.settings.SettingsWriter;
import dev.tallystream.query.usage.InMemoryUsageView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Plays the broker and the owner of every organization: what is written is applied by the owner's rule, at once. */
public final class PlayedOwner implements SettingsWriter, DirectoryWriter, AllocationsWriter {
    private final InMemoryUsageView view;
    private final List<DirectoryKey> written = new ArrayList<>();
    private Runnable beforeNext = () -> {};
    private boolean storing = true;
    private boolean applying = true;

    /** Applies to that view. */
    public PlayedOwner(InMemoryUsageView view) {
        this.view = view;
    }

    /** Something happens just before the next record is written. */
    public synchronized void beforeNext(Runnable happening) {
        beforeNext = happening;
    }

    /** The broker stores nothing any more. */
    public synchronized void stopStoring() {
        storing = false;
    }

    /** What is stored is not applied any more. */
    public synchronized void stopApplying() {
        applying = false;
    }

    /** The directory's keys in the order in which they were written. */
    public synchronized List<DirectoryKey> written() {
        return List.copyOf(written);
    }

    @Override
    public synchronized CompletableFuture<Void> write(OrganizationId organization, OrganizationSettings settings) {
        Runnable happening = beforeNext;
        beforeNext = () -> {};
        happening.run();
        if (!storing) {
            return CompletableFuture.failedFuture(new IllegalStateException("the broker is away"));
        }
        long stands = view.settings(organization.value()).version();
        if (applying && (stands == 0 || settings.version() == stands + 1)) {
            view.settings(organization.value(), settings);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> write(OrganizationId organization, BillingTerms terms) {
        Runnable happening = beforeNext;
        beforeNext = () -> {};
        happening.run();
        if (!storing) {
            return CompletableFuture.failedFuture(new IllegalStateException("the broker is away"));
        }
        long stands = view.billingTerms(organization.value()).version();
        if (applying && (stands == 0 || terms.version() == stands + 1)) {
            view.billingTerms(organization.value(), terms);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> write(DirectoryKey key, DirectoryEntry entry) {
        if (!storing) {
            return CompletableFuture.failedFuture(new IllegalStateException("the broker is away"));
        }
        if (applying) {
            written.add(key);
            view.directory(key.organization().value(), key.kind(), key.id(), entry);
        }
        return CompletableFuture.completedFuture(null);
    }
}
