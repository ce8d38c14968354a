package dev.tallystream.standalone.process;

import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.http.AllowedHosts;
import dev.tallystream.ingest.limit.IngestLimits;
import dev.tallystream.query.access.AllowedOrigins;
import dev.tallystream.query.access.IdentityProvider;
import dev.tallystream.query.panel.PanelLinks;
import dev.tallystream.standalone.installation.Installation;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs on one machine, and where.
 *
 * @param installation what is kept, and what it was reached by before
 * @param port where HTTP answers; 0 for the port it had before, or a free one
 * @param kafkaPort where Kafka clients connect; 0 for the port it had before, or a free one
 * @param retention how long each table keeps its periods; a table that is absent keeps everything
 * @param names by which HTTP may be asked
 * @param limits how much is taken over HTTP
 * @param minFreeBytes below so much free space on the disk no event is taken over HTTP
 * @param provider whose tokens are accepted beside this installation's own; null for nobody's
 * @param origins whose pages may ask from a browser
 * @param panel what the pages are told of the world around them
 */
public record OneMachineConfig(
        Installation installation,
        int port,
        int kafkaPort,
        Map<UsageTable, Duration> retention,
        AllowedHosts names,
        IngestLimits limits,
        long minFreeBytes,
        @Nullable IdentityProvider provider,
        AllowedOrigins origins,
        PanelLinks panel) {}
