package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.ErasedUsers;
import dev.tallystream.contract.erasure.RecordText;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.id.Ids;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.topic.Placement;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ids of erased users off the rejected topic. A record that names one of its organization goes there without
 * its bytes and its id; both lie at its origin. So does one whose organization is counted on another node, which alone
 * knows. A record whose organization could not be read keeps its bytes: erasing the user again finds it.
 */
final class ErasedNames {
    /** An event has some twenty texts, its extensions included; more than that is not looked through. */
    private static final int MOST_TEXTS = 500;

    private final LiveTasks tasks;
    private final CountingRules rules;

    ErasedNames(LiveTasks tasks, CountingRules rules) {
        this.tasks = tasks;
        this.rules = rules;
    }

    /** The same record, without its bytes and its id where they name an erased user. */
    Admitted.Rejected removedFrom(Admitted.Rejected rejected) {
        Decoded.Refused refused = rejected.refused();
        OrganizationId organization = refused.organization();
        if (organization == null || rules.erasureKey() == null || !isIn(rejected, organization)) {
            return rejected;
        }
        return new Admitted.Rejected(
                new Decoded.Refused(refused.reason(), refused.pointer(), organization, null), rejected.arrival(), null);
    }

    private boolean isIn(Admitted.Rejected rejected, OrganizationId organization) {
        ErasedUsers erased = tasks.find(Placement.partitionOf(organization, rules.partitions()))
                .map(LiveTasks.LiveTask::erased)
                .orElse(null);
        if (erased == null) {
            return true;
        }
        return erased.hasAnyOf(organization)
                && (isIn(bytes(rejected.refused().id()), organization, erased)
                        || isIn(rejected.bytes(), organization, erased));
    }

    private static boolean isIn(byte @Nullable [] bytes, OrganizationId organization, ErasedUsers erased) {
        if (bytes == null) {
            return false;
        }
        // What is longer than any event has no organization that could be read.
        boolean tooLong = bytes.length > EventCodec.MAX_EVENT_BYTES;
        return tooLong
                || RecordText.of(bytes)
                        .quoted(MOST_TEXTS)
                        .map(texts -> texts.stream().anyMatch(text -> isErased(text, organization, erased)))
                        .orElse(true);
    }

    private static boolean isErased(String text, OrganizationId organization, ErasedUsers erased) {
        boolean canBeAnId = !text.isBlank() && text.length() <= Ids.MAX_LENGTH && Ids.isCleanText(text);
        return canBeAnId && erased.contains(organization, new UserId(text));
    }

    private static byte @Nullable [] bytes(@Nullable String id) {
        return id == null ? null : id.getBytes(StandardCharsets.UTF_8);
    }
}
