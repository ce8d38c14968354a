package dev.tallystream.benchmark.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.standalone.Progress;
import dev.tallystream.standalone.Terminal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code proof model}: the tables against the recount over many seeds. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = {
            "Sends generated streams with everything that may go wrong through the counting, and compares every cell of"
                    + " every table with a recount that shares no code with it; also in other orders, sent again, and"
                    + " on other numbers of partitions.",
            "Exit code 1 where a cell differs: the smallest steps that make the difference are printed."
        },
        footer = {
            "",
            "Examples:",
            "  ./tallystream proof model --seeds 100",
            "  ./tallystream proof model --seeds 2000 --json",
            "  ./tallystream proof model --seeds 1 --from 4711     one seed again"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class ModelCommand implements Callable<Integer> {
    /** More would only repeat what the first of them say. */
    private static final int MOST_SHRUNK = 3;

    private static final int MOST_SHOWN = 10;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal answer;
    private final Terminal aside;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--from",
            paramLabel = "S",
            defaultValue = "0",
            description = "The first seed. Default: ${DEFAULT-VALUE}.")
    private long from;

    @Option(names = "--threads", paramLabel = "N", description = "At a time; by default one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print the figures as one line of JSON, the last.")
    private boolean json;

    /** Gives the figures on one terminal and says the rest on the other. */
    public ModelCommand(Terminal answer, Terminal aside) {
        this.answer = answer;
        this.aside = aside;
    }

    @Override
    public Integer call() {
        if (seeds < 1 || threads < 1 || from < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--seeds and --threads must be at least 1, and --from not negative");
        }
        List<Model.Result> wrong = Collections.synchronizedList(new ArrayList<>());
        AtomicLong events = new AtomicLong();
        AtomicLong cells = new AtomicLong();
        long started = System.nanoTime();
        try (Progress progress = aside.progress("seeds", seeds)) {
            Seeds.run(from, seeds, threads, result -> {
                events.addAndGet(result.events());
                cells.addAndGet(result.cells());
                if (!result.differing().isEmpty()) {
                    wrong.add(result);
                }
                progress.advance(1);
            });
        }
        double seconds = (System.nanoTime() - started) / NANOS_PER_SECOND;
        wrong.sort(Comparator.comparingLong(Model.Result::seed));
        wrong.stream().limit(MOST_SHRUNK).forEach(this::explain);
        long differing =
                wrong.stream().mapToLong(result -> result.differing().size()).sum();
        report(events.get(), cells.get(), differing, seconds);
        return differing == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void explain(Model.Result result) {
        answer.line("seed %d: %,d differences"
                .formatted(result.seed(), result.differing().size()));
        result.differing().stream().limit(MOST_SHOWN).forEach(line -> answer.line("  " + line));
        List<String> smallest = Model.shrink(result.seed());
        answer.line(smallest.isEmpty() ? "  the recount itself agrees" : "  smallest steps:");
        smallest.forEach(step -> answer.line("    " + step));
    }

    private void report(long events, long cells, long differing, double seconds) {
        if (json) {
            answer.line(new JsonMapper()
                    .createObjectNode()
                    .put("seeds", seeds)
                    .put("from", from)
                    .put("events", events)
                    .put("cells", cells)
                    .put("differing_cells", differing)
                    .put("seconds", Math.round(seconds))
                    .toString());
        } else {
            answer.line("%,d seeds, %,d events, %,d cells compared, %,d differing; %.1f seeds/s"
                    .formatted(seeds, events, cells, differing, seeds / seconds));
        }
    }
}
