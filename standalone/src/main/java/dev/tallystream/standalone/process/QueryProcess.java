package dev.tallystream.standalone.process;

import dev.tallystream.aggregator.Aggregator;
import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.query.QueryConfig;
import dev.tallystream.query.panel.PanelLinks;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.broker.BrokerAnswer;
import dev.tallystream.standalone.installation.ListenPort;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The counting and the reading door against a Kafka cluster, as a process of its own. */
public final class QueryProcess implements Server {
    private final StartedParts parts;
    private final UsageView view;
    private final String url;

    private QueryProcess(StartedParts parts, UsageView view, String url) {
        this.parts = parts;
        this.view = view;
        this.url = url;
    }

    /**
     * Starts both; whether the counting answers is asked later.
     *
     * @param aside where a person reads what is waited for
     * @throws dev.tallystream.standalone.CommandFailure if one of them cannot start; nothing is left running then
     */
    public static QueryProcess start(
            HttpAddress address,
            AggregatorConfig counting,
            QueryConfig query,
            PanelLinks panel,
            ApiKeys keys,
            InstantSource clock,
            Terminal aside) {
        ListenPort.requireFree(address.host(), address.port(), "--port");
        LogOutput.toStandardError();
        BrokerAnswer.await(counting.bootstrapServers(), aside);
        StartedParts parts = new StartedParts();
        try {
            Aggregator aggregator = parts.add("aggregator", Aggregator.start(counting, clock));
            List<Object> doors = new ArrayList<>(List.of(clock, keys, query, panel));
            doors.addAll(CountingDoors.of(aggregator, counting.bootstrapServers(), counting.erasureKey(), parts));
            HttpServer http = parts.add("http", HttpServer.start(address, doors));
            return new QueryProcess(parts, aggregator.view(), http.url());
        } catch (RuntimeException e) {
            throw parts.closeAfter(e);
        }
    }

    @Override
    public boolean isReady() {
        return Readiness.of(view);
    }

    @Override
    public ReadyNote announce() {
        return new ReadyNote(
                "Tallystream counts and answers.",
                List.of(new ReadyNote.Entry("url", "Panel and API", url)),
                "SIGTERM or Ctrl-C stops it.");
    }

    @Override
    public void close() {
        parts.close();
    }
}
