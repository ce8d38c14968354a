package dev.tallystream.standalone.rejected;

import dev.tallystream.standalone.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rejected list}: what was rejected, why, and what to do. */
@Command(
        name = "list",
        description = {
            "Lists rejected events, the newest last: whose, why, and what to do.",
            "Nothing of an event's body is shown. Text is cut at 64 characters."
        },
        footer = {
            "",
            "Examples:",
            "  ./tallystream rejected list --data ~/usage",
            "  ./tallystream rejected list --org acme --reason invalid-credits --limit 20",
            "  ./tallystream rejected list --no-org --json"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class ListCommand implements Callable<Integer> {
    /** More lines than anybody reads, and few enough to print. */
    private static final int MOST = 100_000;

    private final Terminal answer;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many to show, the newest. The counts are of all. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", fallbackValue = "true", description = "Print one line of JSON.")
    private boolean json;

    ListCommand(Terminal answer) {
        this.answer = answer;
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw new ParameterException(spec.commandLine(), "A list has 1 to %d rows, not %d".formatted(MOST, limit));
        }
        RejectedFilter wanted;
        try {
            wanted = filter.toFilter(null);
        } catch (IllegalArgumentException wrongOption) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrongOption.getMessage()), wrongOption);
        }
        String servers = kafka.toBootstrapServers();
        try (RejectedTopic topic = RejectedTopic.open(servers)) {
            Listing listing = Listing.of(topic.content(), wanted, limit);
            if (json) {
                answer.line(Report.toJson(listing));
            } else {
                Report.toLines(listing).forEach(answer::line);
            }
        }
        return ExitCode.OK;
    }
}
