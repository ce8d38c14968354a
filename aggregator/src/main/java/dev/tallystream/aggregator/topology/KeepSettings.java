package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.TaskStores;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;

/** Keeps the newest readable settings of every organization; where none ever was, individuals stay hidden. */
final class KeepSettings extends KeepLatest {
    private static final byte[] HIDDEN =
            SettingsCodec.encode(new OrganizationSettings(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

    KeepSettings(LiveTasks tasks) {
        super(Stores.SETTINGS, TaskStores::settings, tasks);
    }

    @Override
    boolean isKey(byte[] key) {
        return key.length > 2;
    }

    @Override
    boolean isReadable(byte[] value) {
        return SettingsCodec.decode(value).isPresent();
    }

    @Override
    byte[] whenNoneWasReadable() {
        return HIDDEN;
    }
}
