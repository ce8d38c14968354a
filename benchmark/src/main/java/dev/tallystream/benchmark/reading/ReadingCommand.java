package dev.tallystream.benchmark.reading;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.benchmark.reading.ReadingRun.Result;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.process.LogOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code proof reading}: what is counted beside a reader of long lists, and beside nobody. */
@Command(
        name = "reading",
        mixinStandardHelpOptions = true,
        description = {
            "Counts events beside nobody, and then beside one reader who asks without a pause for a list that goes through"
                    + " every pair of a team and a user.",
            "Exit code 1 where the reader holds up the counting: less than six in ten commits are left beside it."
        },
        footer = {
            "",
            "Examples:",
            "  ./tallystream proof reading",
            "  ./tallystream proof reading --pairs 1000000 --seconds 20 --json"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class ReadingCommand implements Callable<Integer> {
    /**
     * A reader takes a processor for itself, so the events say little where there are two. Commits need hardly any: nearly
     * all are left, and less than half where lists are read under the lock.
     */
    private static final double LEAST_SHARE = 0.6;

    private final Terminal answer;
    private final Terminal aside;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "500000",
            description = "Pairs of a team and a user that the list goes through; far fewer are read too fast to tell."
                    + " Default: ${DEFAULT-VALUE}.")
    private int pairs;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "How long is counted beside nobody and beside the reader. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print the figures as one line of JSON, the last.")
    private boolean json;

    /** Gives the figures on one terminal and says the rest on the other. */
    public ReadingCommand(Terminal answer, Terminal aside) {
        this.answer = answer;
        this.aside = aside;
    }

    @Override
    public Integer call() throws IOException {
        if (pairs < 1 || seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--pairs and --seconds must be at least 1");
        }
        Path directory = Files.createTempDirectory("tallystream-reading");
        LogOutput.toFile(directory.resolve("reading.log"));
        try (ReadingRun run = ReadingRun.start(directory, pairs)) {
            run.load(pairs, aside);
            Result result = run.measure(Duration.ofSeconds(seconds));
            report(result);
            return result.share() < LEAST_SHARE ? ExitCode.SOFTWARE : ExitCode.OK;
        } finally {
            delete(directory);
        }
    }

    private void report(Result result) {
        if (json) {
            answer.line(new JsonMapper()
                    .createObjectNode()
                    .put("pairs", pairs)
                    .put("seconds", seconds)
                    .put("alone_events_per_second", Math.round(result.alone().rate()))
                    .put("alone_commits_per_second", Math.round(result.alone().commits()))
                    .put("alone_longest_ms", Math.round(result.alone().longestMillis()))
                    .put("beside_events_per_second", Math.round(result.beside().rate()))
                    .put("beside_commits_per_second", Math.round(result.beside().commits()))
                    .put("beside_longest_ms", Math.round(result.beside().longestMillis()))
                    .put("lists", result.lists())
                    .put("list_median_ms", Math.round(result.medianMillis()))
                    .toString());
        } else {
            answer.line("beside nobody: %,.0f events/s in %.1f commits, at most %,.0f ms without one"
                    .formatted(
                            result.alone().rate(),
                            result.alone().commits(),
                            result.alone().longestMillis()));
            answer.line("beside a reader of %,d pairs: %,.0f events/s in %.1f commits, at most %,.0f ms without one"
                    .formatted(
                            pairs,
                            result.beside().rate(),
                            result.beside().commits(),
                            result.beside().longestMillis()));
            answer.line("%,d lists, median %,.0f ms".formatted(result.lists(), result.medianMillis()));
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
