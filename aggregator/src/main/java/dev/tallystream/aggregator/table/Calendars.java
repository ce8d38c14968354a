package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.topic.Placement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** The settings and calendar of each organization, decoded again only when their bytes change. One thread's. */
public final class Calendars {
    private final Function<Bytes, byte @Nullable []> settings;
    private final Map<OrganizationId, Decoded> decoded = new HashMap<>();

    private static final class Decoded {
        private final byte @Nullable [] bytes;
        private final OrganizationCalendar calendar;

        Decoded(byte @Nullable [] bytes) {
            this.bytes = bytes;
            this.calendar = new OrganizationCalendar(settings(bytes).calendars());
        }
    }

    /** Reads the settings from that store. */
    public Calendars(Function<Bytes, byte @Nullable []> settings) {
        this.settings = settings;
    }

    /** The organization's calendar in force. */
    public OrganizationCalendar of(OrganizationId organization) {
        byte[] bytes = settings.apply(Bytes.wrap(Placement.recordKey(organization)));
        Decoded known = decoded.get(organization);
        if (known == null || !Arrays.equals(known.bytes, bytes)) {
            known = new Decoded(bytes);
            decoded.put(organization, known);
        }
        return known.calendar;
    }

    /** The settings that the bytes are; the defaults where there are none. The store holds only readable ones. */
    public static OrganizationSettings settings(byte @Nullable [] bytes) {
        if (bytes == null) {
            return OrganizationSettings.DEFAULT;
        }
        return SettingsCodec.decode(bytes)
                .orElseThrow(() -> new IllegalStateException("the settings store holds bytes that are not settings"));
    }
}
