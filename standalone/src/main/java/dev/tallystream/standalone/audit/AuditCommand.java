package dev.tallystream.standalone.audit;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.command.Alternatives;
import dev.tallystream.standalone.command.BootstrapServers;
import dev.tallystream.standalone.command.ErasureKeyOptions;
import dev.tallystream.standalone.command.SigningKeyOptions;
import dev.tallystream.standalone.installation.Credentials;
import dev.tallystream.standalone.installation.DirectoryClaim;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.process.CountingOnly;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code audit}: counts the journal again with plain maps and compares every cell of every table. */
@Command(
        name = "audit",
        description = {
            "Counts every event again, independently of the tables, and compares all cells of all tables at the same"
                    + " position.",
            "Works on a running Tallystream, and on the data directory of a stopped one. Exit code 0: everything"
                    + " agrees; 1: something differs, or the audit could not be done."
        },
        footer = {
            "",
            "A user's id is shown by a hash only.",
            "",
            "Examples:",
            "  ./tallystream audit",
            "  ./tallystream audit --data ~/usage --json",
            "  ./tallystream audit --url http://node-1:8080,http://node-2:8080 \\",
            "      --bootstrap-servers kafka:9092 --signing-key-file signing.key"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class AuditCommand implements Callable<Integer> {
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);
    private static final int SHOWN_OF_A_HASH = 12;

    /** What says how an installation elsewhere is reached and opened; a data directory says all of it by itself. */
    private static final String[] REMOTE = {
        "--url", "--bootstrap-servers", "--signing-key-file", "--signing-key", "--erasure-key-file", "--erasure-key"
    };

    private final Terminal answer;
    private final Terminal aside;
    private final Patience patience;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory of demo or serve, running or stopped. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--url",
            paramLabel = "URL",
            split = ",",
            description = "Instead: where the nodes of an installation answer, all of them, with --bootstrap-servers"
                    + " and the key that signs their tokens.")
    private List<URI> urls = List.of();

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Where its Kafka brokers are.")
    private @Nullable BootstrapServers bootstrapServers;

    @Mixin
    private SigningKeyOptions signingKey;

    @Mixin
    private ErasureKeyOptions erasureKey;

    @Option(names = "--json", fallbackValue = "true", description = "Print the report as one line of JSON.")
    private boolean json;

    /** Gives the report on one terminal and says the rest on the other. */
    public AuditCommand(Terminal answer, Terminal aside) {
        this.answer = answer;
        this.aside = aside;
        this.patience = Patience.ofOneMinute(aside.clock());
    }

    @Override
    public Integer call() {
        if (isRemote() && bootstrapServers != null) {
            SigningKey key = signingKey
                    .toSigningKey()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "The export needs the secret that signs tokens: --signing-key-file, or"
                                    + " TALLYSTREAM_SIGNING_KEY in the environment"));
            return running(
                    urls,
                    bootstrapServers.value(),
                    key,
                    erasureKey.toErasureKey().orElse(null));
        }
        Installation installation = new Installation(data.toAbsolutePath().normalize());
        if (!Files.exists(installation.signingKeyFile().path())) {
            throw CommandFailure.noTallystreamIn(data);
        }
        ErasureKey key = installation.erasureKeyFile().readOrCreate();
        return DirectoryClaim.isTaken(installation) ? running(installation, key) : stopped(installation, key);
    }

    /** What was typed wins over what the environment says; of the environment only what is whole counts. */
    private boolean isRemote() {
        if (Alternatives.typed(spec, "--data", REMOTE)) {
            return false;
        }
        boolean whole = !urls.isEmpty() && bootstrapServers != null;
        ParseResult typed = spec.commandLine().getParseResult();
        if (!whole && (typed.hasMatchedOption("--url") || typed.hasMatchedOption("--bootstrap-servers"))) {
            throw new ParameterException(spec.commandLine(), "--url and --bootstrap-servers belong together");
        }
        return whole;
    }

    private int running(Installation installation, ErasureKey key) {
        Credentials credentials = installation
                .credentials()
                .orElseThrow(() ->
                        new CommandFailure("The Tallystream in %s is not ready yet; try again later.".formatted(data)));
        return running(
                List.of(URI.create(credentials.url())),
                credentials.bootstrapServers(),
                installation.signingKeyFile().read(),
                key);
    }

    private int running(List<URI> nodes, String brokers, SigningKey key, @Nullable ErasureKey erasure) {
        TokenAuthority tokens = new TokenAuthority(key, aside.clock());
        SignedIn operator = new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);
        List<URI> bases = nodes.stream().map(this::base).toList();
        try (HttpExports exports = new HttpExports(bases, () -> tokens.issue(operator, TOKEN_LIFETIME), patience)) {
            return report(
                    new Audit(new CommittedRecords(brokers, patience), exports, erasure, patience, aside), erasure);
        }
    }

    private URI base(URI node) {
        boolean http = "http".equals(node.getScheme()) || "https".equals(node.getScheme());
        if (!http || node.getHost() == null) {
            throw new ParameterException(spec.commandLine(), "--url must start with http:// or https:// and a host");
        }
        String text = node.toString();
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    private int stopped(Installation installation, ErasureKey key) {
        aside.line("Nothing runs on %s: starting its counting for the audit.".formatted(data));
        try (CountingOnly counting = CountingOnly.start(installation, aside.clock())) {
            CommittedRecords journal = new CommittedRecords(counting.bootstrapServers(), patience);
            counting.awaitAllCounted(journal.behindLastRecords(journal.partitions()), aside, patience);
            ViewExports exports = new ViewExports(counting.partitions(), patience);
            return report(new Audit(journal, exports, key, patience, aside), key);
        }
    }

    private int report(Audit audit, @Nullable ErasureKey key) {
        AuditReport report = audit.run();
        Cell.UserNames users = (organization, user) -> standIn(key, organization, user);
        if (json) {
            answer.line(report.toJson(users));
        } else {
            report.toLines(users).forEach(answer::line);
        }
        return report.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String standIn(@Nullable ErasureKey key, String organization, String user) {
        Hash128 hash = key == null
                ? Hash128.of((organization + '\n' + user).getBytes(StandardCharsets.UTF_8))
                : key.erase(new OrganizationId(organization), new UserId(user)).hash();
        return "#" + "%016x%016x".formatted(hash.high(), hash.low()).substring(0, SHOWN_OF_A_HASH);
    }
}
