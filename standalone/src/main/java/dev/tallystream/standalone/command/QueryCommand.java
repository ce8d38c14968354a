package dev.tallystream.standalone.command;

import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.query.QueryConfig;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.process.QueryProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code query}: the counting, the panel and the API as a process of their own. */
@Command(
        name = "query",
        description = {
            "Counts the events of a Kafka cluster and answers: the panel and the API.",
            "Creates the topics that are missing. Logs to standard error."
        },
        footer = {
            "",
            "Examples:",
            "  openssl rand -hex 32 > signing.key",
            "  ./tallystream query --bootstrap-servers 127.0.0.1:9092 --state state \\",
            "      --signing-key-file signing.key",
            "With people who sign in elsewhere, and a page of yours that shows their usage:",
            "  ./tallystream query --bootstrap-servers 127.0.0.1:9092 \\",
            "      --signing-key-file signing.key --issuer https://id.example.com/ \\",
            "      --jwks https://id.example.com/jwks.json \\",
            "      --audience https://usage.example.com --organization-claim org_id \\",
            "      --allow-origin https://app.example.com"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class QueryCommand implements Callable<Integer> {
    private final Terminal answer;
    private final Terminal aside;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--bootstrap-servers",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where the Kafka brokers are.")
    private BootstrapServers bootstrapServers;

    @Mixin
    private HttpOptions http;

    @Mixin
    private KeyOptions keys;

    @Mixin
    private SigningKeyOptions signingKey;

    @Mixin
    private AccessOptions access;

    @Mixin
    private PanelOptions panel;

    @Mixin
    private ErasureKeyOptions erasureKey;

    @Mixin
    private RetentionOptions retention;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "state",
            description = "The tables; rebuilt from Kafka when lost. Default: ${DEFAULT-VALUE}.")
    private Path state;

    @Option(
            names = "--application-id",
            paramLabel = "NAME",
            defaultValue = AggregatorConfig.DEFAULT_APPLICATION_ID,
            description = "Names the consumer group and the internal topics. Default: ${DEFAULT-VALUE}.")
    private String applicationId;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "" + AggregatorConfig.DEFAULT_PARTITIONS,
            description = "Of the topics; fixed for ever once they exist. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the topics that are created; 3 on a cluster of three brokers. Default: ${DEFAULT-VALUE}.")
    private short replicationFactor;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "That count; by default one for each processor, at most one for each partition.")
    private @Nullable Integer threads;

    @Option(
            names = "--instance-id",
            paramLabel = "NAME",
            description = "A node that comes back under its name is not waited for; each node has its own.")
    private @Nullable String instanceId;

    @Option(names = "--json", fallbackValue = "true", description = "Say that it is ready as one line of JSON.")
    private boolean json;

    /** Announces itself on one terminal and says the rest on the other. */
    public QueryCommand(Terminal answer, Terminal aside) {
        this.answer = answer;
        this.aside = aside;
    }

    @Override
    public Integer call() throws InterruptedException {
        AggregatorConfig counting = counting();
        QueryConfig query = QueryConfig.of(
                        signingKey
                                .toSigningKey()
                                .orElseThrow(
                                        () -> new ParameterException(
                                                spec.commandLine(),
                                                "Tokens need a secret: --signing-key-file, or TALLYSTREAM_SIGNING_KEY in the environment")))
                .with(access.toProvider().orElse(null), access.toOrigins());
        ApiKeys known = keys.toKeys(Clock.systemUTC()).orElseGet(() -> new HashedKeys(List.of()));
        return new Foreground(answer, aside, json)
                .run(() -> QueryProcess.start(
                        http.toAddress(), counting, query, panel.toLinks(), known, Clock.systemUTC(), aside));
    }

    private AggregatorConfig counting() {
        int most = Math.min(partitions, Runtime.getRuntime().availableProcessors());
        try {
            return new AggregatorConfig(
                    bootstrapServers.value(),
                    applicationId,
                    state.toAbsolutePath().normalize(),
                    partitions,
                    replicationFactor,
                    threads == null ? most : threads,
                    instanceId,
                    AggregatorConfig.DEFAULT_STALL_AFTER,
                    retention.toRetention(),
                    erasureKey.toErasureKey().orElse(null));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "Wrong option: " + e.getMessage(), e);
        }
    }
}
