package dev.tallystream.standalone.rejected;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Terminal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code rejected replay}: publishes rejected events again. Exit code 0 when every event that was meant is published, 3
 * when some cannot be; a {@link CommandFailure} when it could not be done.
 */
@Command(
        name = "replay",
        description = {
            "Publishes rejected events again, as they were, and takes them off the list.",
            "What is still wrong comes back to it; what was counted meanwhile is a duplicate."
        },
        footer = {
            "",
            "An event without a time of its own counts at the time of its replay. Of an",
            "event above 64 KiB only the beginning is kept: it cannot be replayed, and the",
            "exit code is 3 then.",
            "",
            "Examples:",
            "  ./tallystream rejected replay --reason unknown-version --dry-run",
            "  ./tallystream rejected replay --org acme --reason event-in-future",
            "  ./tallystream rejected replay --origin 3:182736"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class ReplayCommand implements Callable<Integer> {
    private static final int SOME_LEFT = 3;

    /** So many are named; the others are counted. */
    private static final int SHOWN = 100;

    private final Terminal answer;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private FilterOptions filter;

    @Option(names = "--origin", paramLabel = "P:O", description = "Only the one that the list shows with this origin.")
    private @Nullable Origin origin;

    @Option(names = "--all", fallbackValue = "true", description = "All of them; needed where nothing else says which.")
    private boolean all;

    @Option(names = "--dry-run", fallbackValue = "true", description = "Say what would be replayed, and do nothing.")
    private boolean dryRun;

    @Option(names = "--json", fallbackValue = "true", description = "Print one line of JSON.")
    private boolean json;

    ReplayCommand(Terminal answer) {
        this.answer = answer;
    }

    @Override
    public Integer call() {
        RejectedFilter wanted = wanted();
        String servers = kafka.toBootstrapServers();
        try (RejectedTopic topic = RejectedTopic.open(servers)) {
            Map<Origin, RejectedEvent> replayable = new HashMap<>();
            List<RejectedEvent> left = new ArrayList<>();
            List<RejectedEvent> meant = new ArrayList<>(topic.content().events());
            meant.removeIf(event -> !wanted.includes(event));
            meant.sort(RejectedEvent.NEWEST_LAST);
            for (RejectedEvent event : meant) {
                if (event.isReplayable()) {
                    replayable.put(event.origin(), event);
                } else {
                    left.add(event);
                }
            }
            long done = dryRun || replayable.isEmpty() ? 0 : replay(servers, topic, replayable, left);
            say(meant, dryRun ? replayable.size() : done, left);
            return left.isEmpty() ? ExitCode.OK : SOME_LEFT;
        }
    }

    private RejectedFilter wanted() {
        RejectedFilter wanted;
        try {
            wanted = filter.toFilter(origin);
        } catch (IllegalArgumentException wrongOption) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrongOption.getMessage()), wrongOption);
        }
        if (!wanted.narrows() && !all) {
            throw new ParameterException(
                    spec.commandLine(), "Which events: --org, --no-org, --reason, --origin, or --all");
        }
        return wanted;
    }

    /** Reads the topic once more for the bytes, which need not fit into memory all at once. */
    private long replay(
            String servers, RejectedTopic topic, Map<Origin, RejectedEvent> replayable, List<RejectedEvent> left) {
        try (Replay replay = Replay.begin(servers);
                Journal journal = Journal.open(servers, answer.clock())) {
            topic.read(record -> {
                RejectedEvent event = RejectedEvent.key(record)
                        .map(key -> replayable.get(new Origin(key.partition(), key.offset())))
                        .orElse(null);
                if (event == null || record.partition() != event.partition() || record.offset() != event.offset()) {
                    return;
                }
                bytes(event, record, journal)
                        .ifPresentOrElse(
                                bytes -> replay.add(
                                        event, bytes, record.headers().lastHeader(EventHeaders.SPECVERSION)),
                                () -> left.add(event));
            });
            replay.flush();
            return replay.replayed();
        }
    }

    private static Optional<byte[]> bytes(RejectedEvent event, ConsumerRecord<byte[], byte[]> record, Journal journal) {
        return event.kept() == RejectedEvent.Kept.AT_ORIGIN
                ? journal.read(event.origin())
                : Optional.of(record.value());
    }

    private void say(List<RejectedEvent> meant, long done, List<RejectedEvent> left) {
        if (json) {
            ObjectNode line =
                    Report.JSON.createObjectNode().put("dry_run", dryRun).put("replayed", dryRun ? 0 : done);
            line.put("replayable", dryRun ? done : 0).put("left", left.size());
            ArrayNode named = line.putArray("not_replayable");
            left.stream().limit(SHOWN).forEach(event -> named.add(Report.toJson(event)));
            answer.line(line.toString());
            return;
        }
        if (meant.isEmpty()) {
            answer.line("No rejected event matches.");
            return;
        }
        if (dryRun) {
            Report.table(meant.subList(Math.max(0, meant.size() - SHOWN), meant.size()))
                    .forEach(answer::line);
            answer.line("%,d rejected events would be replayed; nothing was done.".formatted(done));
        } else {
            answer.line("%,d rejected events were published again; what is still wrong comes back to the list."
                    .formatted(done));
        }
        if (!left.isEmpty()) {
            answer.line(
                    "%,d cannot be replayed, because their bytes are not kept whole, and stay:".formatted(left.size()));
            Report.table(left.subList(0, Math.min(SHOWN, left.size()))).forEach(answer::line);
        }
    }
}
