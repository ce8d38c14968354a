package dev.tallystream.standalone.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code erase}: erases a user of an organization for ever. The user's id is never repeated. */
@Command(
        name = EraseCommand.NAME,
        // --token goes on where the sentence of --url ends.
        sortOptions = false,
        description = {
            "Erases a user for ever: what they used stays in every total and is nobody's from now on.",
            "Erasing again is safe. The journal keeps the events as they were sent."
        },
        footer = {
            "",
            "The id is asked for once more. docs/runbooks/erase-a-user.md says what is cleared, what remains,",
            "and what can be done about it.",
            "",
            "Examples:",
            "  ./tallystream erase --data ~/usage --org acme --user -",
            "  ./tallystream erase --url https://usage.example --org acme --user - \\",
            "      --yes --json < id.txt"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class EraseCommand implements Callable<Integer> {
    /** As it is typed. */
    public static final String NAME = "erase";

    private static final String FROM_INPUT = "-";

    private final Terminal answer;
    private final Terminal aside;
    private final BufferedReader input;
    private final Patience patience;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EraseTarget target;

    @Option(names = "--org", required = true, paramLabel = "ORG", description = "Whose user it is.")
    private OrganizationId organization;

    @Option(
            names = "--user",
            required = true,
            paramLabel = "USER",
            description = "The id of the user; - reads it from standard input, so that it is neither in the shell's"
                    + " history nor in the list of processes.")
    private UserId user;

    @Option(names = "--yes", fallbackValue = "true", description = "Do not ask for the id once more.")
    private boolean yes;

    @Option(names = "--json", fallbackValue = "true", description = "Print the answer as one line of JSON.")
    private boolean json;

    /** Answers on one terminal, asks on the other, and reads from standard input. */
    public EraseCommand(Terminal answer, Terminal aside) {
        this(answer, aside, System.in, Patience.ofOneMinute(aside.clock()));
    }

    EraseCommand(Terminal answer, Terminal aside, InputStream input, Patience patience) {
        this.answer = answer;
        this.aside = aside;
        this.input = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        this.patience = patience;
    }

    @Override
    public Integer call() {
        EraseTarget.Address address;
        try {
            address = target.toAddress(spec.commandLine().getParseResult(), organization, aside.clock());
        } catch (IllegalArgumentException wrongOption) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrongOption.getMessage()), wrongOption);
        }
        UserId erased = confirmed(user.value().equals(FROM_INPUT) ? typed() : user);
        try (ErasureServer server = new ErasureServer(address, patience)) {
            JsonNode said = server.erase(organization, erased);
            Optional<Boolean> known = known(said.path("cleared"));
            if (json) {
                known.ifPresent(was -> ((ObjectNode) said).put("known", was));
                answer.line(said.toString());
            } else {
                say(said, known.orElse(true));
            }
        }
        return ExitCode.OK;
    }

    private UserId typed() {
        String line = line();
        try {
            return new UserId(line == null ? "" : line);
        } catch (IllegalArgumentException noId) {
            throw new CommandFailure("Standard input has no user id on its first line; nothing was erased.", noId);
        }
    }

    private UserId confirmed(UserId asked) {
        if (!yes) {
            aside.line("Erasing a user of %s cannot be undone. The id once more:".formatted(organization));
            if (!asked.value().equals(line())) {
                throw new CommandFailure("That is another id; nothing was erased.");
            }
        }
        return asked;
    }

    private @Nullable String line() {
        try {
            return input.readLine();
        } catch (IOException e) {
            throw new CommandFailure("Standard input cannot be read; nothing was erased.", e);
        }
    }

    /** Whether something was cleared; empty where the organization hides individuals and so most of it is not told. */
    private static Optional<Boolean> known(JsonNode cleared) {
        JsonNode rows = cleared.path("rows");
        boolean something = cleared.path("name").asBoolean()
                || cleared.path("rejected_records").asLong() > 0
                || cleared.path("waiting_reversals").asLong() > 0
                || rows.path("tables").asLong() > 0
                || rows.path("crossings").asLong() > 0;
        return something || rows.isObject() ? Optional.of(something) : Optional.empty();
    }

    private void say(JsonNode said, boolean known) {
        JsonNode cleared = said.path("cleared");
        JsonNode rows = cleared.path("rows");
        answer.line(
                known
                        ? "The user is erased from %s.".formatted(organization)
                        : "Nothing of this user was known in %s, or it was erased before; whatever arrives from now on is"
                                        .formatted(organization)
                                + " nobody's. Check the id and the organization.");
        if (rows.isObject()) {
            answer.line("  moved to nobody     %,d rows of tables, %,d of crossings"
                    .formatted(
                            rows.path("tables").asLong(), rows.path("crossings").asLong()));
            answer.line("  waiting reversals   %,d lost their ids"
                    .formatted(cleared.path("waiting_reversals").asLong()));
        } else {
            answer.line("  moved to nobody     the organization hides individuals, so it is not told how much");
        }
        answer.line("  name                %s"
                .formatted(cleared.path("name").asBoolean() ? "taken away" : "there was none"));
        answer.line("  rejected events     %,d lost their bytes"
                .formatted(cleared.path("rejected_records").asLong()));
        answer.line("  lists               %,d dropped on this node"
                .formatted(cleared.path("snapshots").asInt()));
        answer.line("What remains:");
        for (JsonNode remaining : said.path("remains")) {
            answer.line("  %s: %s"
                    .formatted(
                            remaining.path("where").asText(),
                            remaining.path("until").asText()));
        }
    }
}
