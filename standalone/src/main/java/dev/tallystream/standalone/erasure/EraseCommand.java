package dev.tallystream.standalone.erasure;

import com.fasterxml.jackson.databind.JsonNode;
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
            "  ./tallystream erase --url https://usage.example --org acme --user - --yes --json < id.txt"
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

    @Option(names = "--yes", description = "Do not ask for the id once more.")
    private boolean yes;

    @Option(names = "--json", description = "Print the answer as one line of JSON.")
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
            JsonNode cleared = server.erase(organization, erased);
            if (json) {
                answer.line(cleared.toString());
            } else {
                say(cleared);
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

    private void say(JsonNode said) {
        JsonNode cleared = said.path("cleared");
        JsonNode rows = cleared.path("rows");
        answer.line("The user is erased from %s.".formatted(organization));
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
