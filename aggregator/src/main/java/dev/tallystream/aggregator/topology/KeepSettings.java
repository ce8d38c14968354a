package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.table.Calendars;
import dev.tallystream.aggregator.table.CountedDates;
import dev.tallystream.aggregator.table.PendingStore;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.Placement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies an organization's settings where they are readable, are the next version of what stands, and leave the
 * calendar of everything that was counted as it was. Any other record is answered with what stands, on the same topic,
 * so that the newest record there always comes to be what is applied; what stands, read again, changes nothing. Where
 * nothing stands the answer is a removal, which says nothing when it is read again.
 *
 * <p>Where no record was ever readable, individuals stay hidden.
 */
final class KeepSettings implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte @Nullable []> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepSettings.class);
    private static final byte[] HIDDEN = SettingsCodec.encode(
            new OrganizationSettings(0, UserAnalytics.EXCLUDE, CalendarHistory.DEFAULT, List.of()));

    private final LiveTasks tasks;
    private @Nullable ProcessorContext<byte[], byte @Nullable []> context;

    KeepSettings(LiveTasks tasks) {
        this.tasks = tasks;
    }

    /** What stands instead of a record that was not applied; no value where nothing does. */
    private record Standing(byte @Nullable [] value) {}

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        ProcessorContext<byte[], byte @Nullable []> here = Processors.initialized(context);
        byte[] key = record.key();
        OrganizationId organization =
                key == null ? null : Placement.organizationOf(key).orElse(null);
        if (key == null || organization == null) {
            LOG.warn("A record was passed over: its key is unreadable. store={}", Stores.SETTINGS);
            return;
        }
        Standing standing = apply(tasks.counting(here.taskId().partition()), organization, record.value());
        if (standing != null) {
            LOG.warn("Settings were not applied, and what stands is written back. organization={}", organization);
            here.forward(new Record<byte[], byte @Nullable []>(key, standing.value, record.timestamp()));
        }
    }

    /** Applies the value, or returns what stands instead; null where nothing is to be said. */
    private static @Nullable Standing apply(
            LiveTasks.LiveTask task, OrganizationId organization, byte @Nullable [] value) {
        PendingStore<byte[]> settings = task.stores().settings();
        Bytes key = Bytes.wrap(Placement.recordKey(organization));
        byte[] before = settings.get(key);
        OrganizationSettings next =
                value == null ? null : SettingsCodec.decode(value).orElse(null);
        if (next == null) {
            if (before != null) {
                return new Standing(before);
            }
            if (value == null) {
                return null;
            }
            settings.put(key, HIDDEN);
            return new Standing(HIDDEN);
        }
        OrganizationSettings stands = Calendars.settings(before);
        if (isNext(before != null, stands, next) && !touchesCounted(task, organization, stands, next)) {
            settings.put(key, value);
            return null;
        }
        return next.equals(stands) ? null : new Standing(before);
    }

    /** Of two that were made from the same version, the one that is read first is applied. */
    private static boolean isNext(boolean anyStands, OrganizationSettings stands, OrganizationSettings next) {
        // After a rebuild, or behind settings that could not be read, the first that is there may be of any version.
        boolean nothingDecided = !anyStands || (stands.version() == 0 && next.version() > 0);
        return nothingDecided || next.version() == stands.version() + 1;
    }

    private static boolean touchesCounted(
            LiveTasks.LiveTask task,
            OrganizationId organization,
            OrganizationSettings stands,
            OrganizationSettings next) {
        Optional<Instant> from = stands.calendars().firstDifference(next.calendars());
        if (from.isEmpty()) {
            return false;
        }
        task.writeBack();
        return new CountedDates(task.stores())
                .anyFrom(organization, new OrganizationCalendar(stands.calendars()), from.get());
    }
}
