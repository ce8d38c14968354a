package dev.tallystream.standalone.history;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.installation.Credentials;
import dev.tallystream.standalone.installation.Installation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code import}: history from files into a running Tallystream. Exit code 0 when every row is in (or was before), 3
 * when some rows were rejected; a {@link CommandFailure} when the import could not be done.
 */
@Command(
        name = "import",
        description = {
            "Imports history, also older than the live window, into a running Tallystream.",
            "Importing a file again adds nothing; an import that broke off is completed by starting it again."
        },
        footer = {
            "",
            "Examples:",
            "  ./tallystream import --data data --ndjson events.ndjson",
            "  ./tallystream import --data data --org acme --csv --time TIMESTAMP --credits Tokens --scale 0.001 \\",
            "      --feature ai_sidekicks --user User --team Team usage.csv"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class ImportCommand implements Callable<Integer> {
    private static final int SOME_REJECTED = 3;

    private final Terminal terminal;
    private final PrintStream answer;
    private final Patience patience;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Target target;

    @ArgGroup(multiplicity = "1")
    private Input input;

    @Option(names = "--json", description = "Print the summary as one line of JSON.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files, imported one after another.")
    private List<Path> files;

    /** The summary goes to standard output, everything else to standard error. */
    public ImportCommand() {
        this(Terminal.standardError(), System.out, Patience.ofOneMinute(Clock.systemUTC()));
    }

    ImportCommand(Terminal terminal, PrintStream answer, Patience patience) {
        this.terminal = terminal;
        this.answer = answer;
        this.patience = patience;
    }

    static final class Target {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "The data directory of a Tallystream on this machine.")
        private @Nullable Path data;

        @ArgGroup(exclusive = false)
        private @Nullable Remote remote;
    }

    static final class Remote {
        @Option(names = "--url", required = true, paramLabel = "URL", description = "Where Tallystream answers.")
        private String url;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "KEY",
                description = "A key with the scopes events:write and backfill.")
        private String key;
    }

    static final class Input {
        @SuppressWarnings("UnusedVariable") // given instead of --csv, which brings its options
        @Option(names = "--ndjson", description = "The files have one structured CloudEvent a line.")
        private boolean ndjson;

        @ArgGroup(exclusive = false)
        private @Nullable CsvOptions csv;
    }

    @Override
    public Integer call() {
        HistoryFile.Format format;
        ServerAddress address;
        try {
            format = input.csv == null ? new NdjsonFormat() : input.csv.toFormat();
            address = address();
        } catch (IllegalArgumentException wrongValue) {
            throw new ParameterException(
                    spec.commandLine(), "Wrong option: " + wrongValue.getMessage() + ".", wrongValue);
        }
        List<HistoryFile> history =
                files.stream().map(path -> HistoryFile.of(path, format)).toList();
        Consumer<FileSummary> sentences = summary -> summary.toSentences().forEach(answer::println);
        try (HistoryServer server = new HistoryServer(address, patience)) {
            List<FileSummary> summaries =
                    new HistoryImport(server, patience, terminal).run(history, json ? summary -> {} : sentences);
            if (json) {
                answer.println(toJson(summaries));
            }
            return summaries.stream().anyMatch(summary -> summary.rejected() > 0) ? SOME_REJECTED : 0;
        }
    }

    private ServerAddress address() {
        if (target.remote != null) {
            return ServerAddress.of(target.remote.url, target.remote.key);
        }
        Path directory = Objects.requireNonNull(target.data, "picocli wants one of the group");
        Credentials credentials = new Installation(directory)
                .credentials()
                .orElseThrow(() -> new CommandFailure(
                        "There is no Tallystream in " + directory + "; start one with serve or demo first."));
        return ServerAddress.of(credentials.url(), credentials.ingestKey());
    }

    private static String toJson(List<FileSummary> summaries) {
        ObjectNode line = new JsonMapper().createObjectNode();
        ArrayNode array = line.putArray("files");
        summaries.forEach(summary -> array.add(summary.toJson()));
        return line.toString();
    }
}
