package dev.tallystream.standalone.audit;

import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.standalone.CommandFailure;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was decided beside the events, from its topics: the calendar of each organization and whose ids are erased.
 *
 * @param key recognizes erased users; null where nobody was erased and none was given
 */
record Decisions(
        Map<OrganizationId, CalendarHistory> calendars,
        Set<ErasedUser> erasedUsers,
        @Nullable ErasureKey key) {
    /** What the topics say now. */
    static Decisions read(CommittedRecords journal, @Nullable ErasureKey key) {
        Map<OrganizationId, CalendarHistory> calendars = calendars(journal.latest(Topics.ORGANIZATION_SETTINGS));
        Set<ErasedUser> erased = new HashSet<>();
        for (CommittedRecords.Latest record : journal.latest(Topics.ERASED_USERS)) {
            byte[] value = record.value();
            ErasedUser user = erasedUser(record.key());
            if (user != null && value != null && value.length == Long.BYTES) {
                requireKey(key, ByteBuffer.wrap(value).getLong());
                erased.add(user);
            }
        }
        return new Decisions(Map.copyOf(calendars), Set.copyOf(erased), key);
    }

    /** The calendar of each organization that has one, by records in their order. */
    static Map<OrganizationId, CalendarHistory> calendars(List<CommittedRecords.Latest> records) {
        Map<OrganizationId, CalendarHistory> calendars = new HashMap<>();
        for (CommittedRecords.Latest record : records) {
            byte[] value = record.value();
            Optional<OrganizationId> organization = Placement.organizationOf(record.key());
            if (organization.isPresent() && value == null) {
                // What stood there before was not applied, and nothing else stands.
                calendars.remove(organization.get());
            }
            Optional<OrganizationSettings> settings = value == null ? Optional.empty() : SettingsCodec.decode(value);
            // What cannot be read never was in force.
            if (organization.isPresent() && settings.isPresent()) {
                calendars.put(organization.get(), settings.get().calendars());
            }
        }
        return calendars;
    }

    private static void requireKey(@Nullable ErasureKey key, long fingerprint) {
        if (key == null) {
            throw new CommandFailure(
                    "Users were erased: the audit needs the key that recognizes them, see" + " --erasure-key-file.");
        }
        if (key.fingerprint() != fingerprint) {
            throw new CommandFailure("The erasure key is another than the one that users were erased with.");
        }
    }

    private static @Nullable ErasedUser erasedUser(byte[] recordKey) {
        try {
            return ErasedUser.fromBytes(recordKey);
        } catch (IllegalArgumentException | IndexOutOfBoundsException notAKey) {
            return null;
        }
    }

    /** Those of the erased users that belong to that partition. */
    Set<ErasedUser> erasedUsersOf(int partition, int partitions) {
        Set<ErasedUser> ours = new HashSet<>(erasedUsers);
        ours.removeIf(user -> Placement.partitionOf(user.organization(), partitions) != partition);
        return ours;
    }

    /** The organization's calendar as the recount reads it. */
    DateRules calendarOf(String organization) {
        return DecidedCalendars.rules(
                calendars.getOrDefault(new OrganizationId(organization), CalendarHistory.DEFAULT));
    }

    /** Whether the user's id is erased. */
    boolean isErased(String organization, String user) {
        return key != null
                && !erasedUsers.isEmpty()
                && erasedUsers.contains(key.erase(new OrganizationId(organization), new UserId(user)));
    }
}
