package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.table.Calendars;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.UsageReader;
import dev.tallystream.aggregator.table.UsageTables;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.Placement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies an organization's settings where they are readable, are the next version of what stands, and leave the
 * calendar of everything that was counted as it was. Any other record is answered with what stands, on the same topic,
 * so that the newest record there always comes to be what is applied; what stands, read again, changes nothing.
 *
 * <p>Where no record was ever readable, individuals stay hidden.
 */
final class KeepSettings implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepSettings.class);
    private static final OrganizationSettings HIDDEN =
            new OrganizationSettings(0, UserAnalytics.EXCLUDE, CalendarHistory.DEFAULT, List.of());

    private final LiveTasks tasks;
    private @Nullable Task task;

    KeepSettings(LiveTasks tasks) {
        this.tasks = tasks;
    }

    /** What a task has once it is initialized. */
    private record Task(
            ProcessorContext<byte[], byte[]> context, KeyValueStore<Bytes, byte[]> settings, UsageReader days) {}

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        task = new Task(
                context,
                context.getStateStore(Stores.SETTINGS),
                new UsageReader(context.getStateStore(UsageTables.storeName(Granularity.DAY))));
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        Task here = Processors.initialized(task);
        byte[] key = record.key();
        OrganizationId organization =
                key == null ? null : Placement.organizationOf(key).orElse(null);
        if (key == null || organization == null) {
            LOG.warn("A record was passed over: its key is unreadable. store={}", Stores.SETTINGS);
            return;
        }
        LiveTasks.LiveTask live = tasks.find(here.context.taskId().partition())
                .orElseThrow(() -> new IllegalStateException("a record came before init"));
        byte[] standing = live.writing(() -> apply(here, organization, Bytes.wrap(key), record.value()));
        if (standing != null) {
            LOG.warn("Settings were not applied, and what stands is written back. store={}", Stores.SETTINGS);
            here.context.forward(new Record<>(key, standing, record.timestamp()));
        }
    }

    /** Applies the value, or returns what stands instead; null where nothing is to be said. */
    private static byte @Nullable [] apply(Task here, OrganizationId organization, Bytes key, byte @Nullable [] value) {
        byte[] before = here.settings.get(key);
        Optional<OrganizationSettings> read = Optional.ofNullable(value).flatMap(SettingsCodec::decode);
        if (before == null && read.isEmpty()) {
            // There never was anything to take away; but what cannot be read may have hidden individuals.
            if (value == null) {
                return null;
            }
            byte[] hidden = SettingsCodec.encode(HIDDEN);
            here.settings.put(key, hidden);
            return hidden;
        }
        OrganizationSettings stands = Calendars.settings(before);
        boolean applies = read.filter(next -> isNext(before != null, stands, next))
                        .isPresent()
                && !touchesCounted(
                        here.days, organization, stands.calendars(), read.get().calendars());
        if (applies) {
            here.settings.put(key, value);
            return null;
        }
        return read.filter(stands::equals).isPresent() ? null : before;
    }

    /** Of two that were made from the same version, the one that is read first is applied. */
    private static boolean isNext(boolean anyStands, OrganizationSettings stands, OrganizationSettings next) {
        // After a rebuild, or behind settings that could not be read, the first that is there may be of any version.
        boolean decidedNothing = !anyStands || (stands.version() == 0 && next.version() > 0);
        return decidedNothing || next.version() == stands.version() + 1;
    }

    private static boolean touchesCounted(
            UsageReader days, OrganizationId organization, CalendarHistory stands, CalendarHistory next) {
        return stands.firstDifference(next)
                .map(from -> days.hasRowsFrom(organization, dateOf(from, stands)))
                .orElse(false);
    }

    private static LocalDate dateOf(Instant from, CalendarHistory stands) {
        return from.equals(Instant.MIN) ? UsageReader.FIRST_DATE : new OrganizationCalendar(stands).dateOf(from);
    }
}
