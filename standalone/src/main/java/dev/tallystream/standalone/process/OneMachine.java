package dev.tallystream.standalone.process;

import dev.tallystream.aggregator.Aggregator;
import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.ingest.EventPublisher;
import dev.tallystream.ingest.IngestConfig;
import dev.tallystream.ingest.KafkaEventPublisher;
import dev.tallystream.query.QueryConfig;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.SignInLinks;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.broker.DiskRoom;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.Credentials;
import dev.tallystream.standalone.installation.DirectoryClaim;
import dev.tallystream.standalone.installation.IngestKey;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.installation.KeyFile;
import dev.tallystream.standalone.installation.KeysOfFile;
import dev.tallystream.standalone.installation.ListenPort;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything on one machine, in one process: the broker, the counting, and both HTTP doors. */
public final class OneMachine implements Server {
    /** Static membership: after a crash the same node comes back, and nobody waits for the old one's session. */
    static final String INSTANCE_ID = "one-machine";

    private final StartedParts parts;
    private final Installation installation;
    private final Credentials credentials;
    private final EventPublisher publisher;
    private final UsageView view;
    private final SignInLinks signInLinks;

    private OneMachine(
            StartedParts parts,
            Installation installation,
            Credentials credentials,
            EventPublisher publisher,
            UsageView view,
            SignInLinks signInLinks) {
        this.parts = parts;
        this.installation = installation;
        this.credentials = credentials;
        this.publisher = publisher;
        this.view = view;
        this.signInLinks = signInLinks;
    }

    /**
     * Starts every part; whether they are ready is asked later.
     *
     * @throws CommandFailure if a part cannot start; nothing is left running then
     */
    public static OneMachine start(OneMachineConfig config, InstantSource clock) {
        StartedParts parts = new StartedParts();
        try {
            return start(config, clock, parts);
        } catch (RuntimeException e) {
            throw parts.closeAfter(e);
        }
    }

    private static OneMachine start(OneMachineConfig config, InstantSource clock, StartedParts parts) {
        Installation installation = config.installation();
        parts.add("data directory", DirectoryClaim.on(installation));
        Optional<Credentials> before = installation.credentials();
        int port = chosen(config.port(), before.map(Credentials::port), "--port");
        int kafkaPort = chosen(config.kafkaPort(), before.map(Credentials::kafkaPort), "--kafka-port");
        LogOutput.toFile(installation.log());
        KeySecret ingestKey = ingestKey(installation.keyFile(), before.map(Credentials::ingestKey), clock);

        EmbeddedBroker broker = parts.add("broker", EmbeddedBroker.start(installation.broker(), kafkaPort));
        String bootstrapServers = broker.bootstrapServers();
        ErasureKey erasureKey = installation.erasureKeyFile().readOrCreate();
        Aggregator aggregator = parts.add(
                "aggregator",
                Aggregator.start(
                        AggregatorConfig.singleNode(bootstrapServers, installation.state(), INSTANCE_ID)
                                .withRetention(config.retention())
                                .withErasureKey(erasureKey),
                        clock));
        KafkaEventPublisher publisher =
                parts.add("publisher", KafkaEventPublisher.connect(IngestConfig.of(bootstrapServers)));
        List<Object> doors = new ArrayList<>(List.of(
                clock,
                new KeysOfFile(installation.keyFile(), List.of(), clock),
                publisher,
                config.limits(),
                DiskRoom.on(installation.broker(), config.minFreeBytes()),
                config.panel(),
                QueryConfig.of(installation.signingKeyFile().readOrCreate())
                        .with(config.provider(), config.origins())));
        doors.addAll(CountingDoors.of(aggregator, bootstrapServers, erasureKey, parts));
        HttpServer http =
                parts.add("http", HttpServer.start(new HttpAddress(HttpAddress.LOOPBACK, port, config.names()), doors));
        return new OneMachine(
                parts,
                installation,
                new Credentials(http.url(), bootstrapServers, ingestKey.reveal()),
                publisher,
                aggregator.view(),
                http.part(SignInLinks.class));
    }

    /** How programs reach it. */
    public Credentials credentials() {
        return credentials;
    }

    /** Stores events without the way through HTTP. */
    public EventPublisher publisher() {
        return publisher;
    }

    /** What was counted. */
    public UsageView view() {
        return view;
    }

    @Override
    public boolean isReady() {
        return Readiness.of(view);
    }

    @Override
    public ReadyNote announce() {
        return announceAt("");
    }

    /** The same, with a sign-in link that leads to that page; to the organizations where it is empty. */
    public ReadyNote announceAt(String page) {
        installation.publish(credentials);
        String token = signInLinks.create(new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN));
        String landing = page.isEmpty() ? "" : "&return=" + page;
        return new ReadyNote(
                "Tallystream is ready.",
                List.of(
                        new ReadyNote.Entry(
                                "sign_in_url", "Panel", credentials.url() + "/sign-in?token=" + token + landing),
                        new ReadyNote.Entry("url", "API", credentials.url()),
                        new ReadyNote.Entry("bootstrap_servers", "Kafka", credentials.bootstrapServers()),
                        new ReadyNote.Entry(
                                "credentials_file",
                                "Key",
                                installation.credentialsFile().toString())),
                "Ctrl-C stops it; the data stays in " + installation.directory() + ".");
    }

    @Override
    public void close() {
        parts.close();
    }

    /** The port that was asked for, or where nobody cared the one of the last time, or any. */
    private static int chosen(int asked, Optional<Integer> before, String option) {
        int port = asked == 0 ? before.orElseGet(ListenPort::free) : asked;
        ListenPort.requireFree(HttpAddress.LOOPBACK, port, option);
        return port;
    }

    /** The key of the last time as long as it is good, or a new one. */
    private static KeySecret ingestKey(KeyFile file, Optional<String> before, InstantSource clock) {
        Optional<KeySecret> good = before.flatMap(KeySecret::parse)
                .filter(key ->
                        new HashedKeys(file.read(), clock).find(key.reveal()).isPresent());
        if (good.isPresent()) {
            return good.get();
        }
        KeySecret key = KeySecret.generate();
        file.add(IngestKey.hashed(key));
        return key;
    }
}
