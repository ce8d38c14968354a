package dev.tallystream.standalone.history;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
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
        // In the order in which they belong together: the one or the other, with its own.
        sortOptions = false,
        customSynopsis = {
            "tallystream import TARGET --ndjson [--json] FILE...",
            "       tallystream import TARGET --csv --org ORG --feature ID --time COLUMN",
            "               --credits COLUMN[+COLUMN...] [--scale DECIMAL]",
            "               [--user COLUMN | --spread-users N]",
            "               [--team COLUMN | --spread-teams N] [--json] FILE...",
            "TARGET is --data DIR, or --url URL --key KEY.",
            ""
        },
        footer = {
            "",
            "Credits are exact: a row with more than six decimals is rejected. Every",
            "rejected row is reported by its line, and the rest goes on; the exit code",
            "is 3 then.",
            "",
            "Examples:",
            "  ./tallystream import --data data --ndjson events.ndjson",
            "  ./tallystream import --data data --csv --org acme --feature ai_sidekicks \\",
            "      --time TIMESTAMP --credits ContextTokens+GeneratedTokens --scale 0.001 \\",
            "      --user User --team Team usage.csv"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class ImportCommand implements Callable<Integer> {
    private static final int SOME_REJECTED = 3;

    private final Terminal answer;
    private final Terminal aside;
    private final Patience patience;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Mixin
    private FormatOptions input;

    @Option(names = "--json", fallbackValue = "true", description = "Print the summary as one line of JSON.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files, imported one after another.")
    private List<Path> files;

    /** Gives the summary on one terminal and says the rest on the other. */
    public ImportCommand(Terminal answer, Terminal aside) {
        this(answer, aside, Patience.ofOneMinute(aside.clock()));
    }

    ImportCommand(Terminal answer, Terminal aside, Patience patience) {
        this.answer = answer;
        this.aside = aside;
        this.patience = patience;
    }

    @Override
    public Integer call() {
        HistoryFile.Format format;
        ServerAddress address;
        try {
            ParseResult typed = spec.commandLine().getParseResult();
            format = input.toFormat(typed);
            address = target.toAddress(typed);
        } catch (IllegalArgumentException wrongOption) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrongOption.getMessage()), wrongOption);
        }
        List<HistoryFile> history =
                files.stream().map(path -> HistoryFile.of(path, format)).toList();
        Consumer<FileSummary> sentences = summary -> summary.toSentences().forEach(answer::line);
        try (HistoryServer server = new HistoryServer(address, patience)) {
            List<FileSummary> summaries =
                    new HistoryImport(server, patience, aside).run(history, json ? summary -> {} : sentences);
            if (json) {
                answer.line(toJson(summaries));
            }
            return summaries.stream().anyMatch(summary -> summary.rejected() > 0) ? SOME_REJECTED : 0;
        }
    }

    private static String toJson(List<FileSummary> summaries) {
        ObjectNode line = new JsonMapper().createObjectNode();
        ArrayNode array = line.putArray("files");
        summaries.forEach(summary -> array.add(summary.toJson()));
        return line.toString();
    }
}
