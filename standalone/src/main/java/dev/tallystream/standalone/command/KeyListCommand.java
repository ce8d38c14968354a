package dev.tallystream.standalone.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.standalone.Terminal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code key list}: which keys there are. */
@Command(
        name = "list",
        description = "Lists the API keys, also those that expired or were revoked; never the keys themselves.",
        footer = {"", "Example:", "  ./tallystream key list --data ~/usage"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class KeyListCommand implements Callable<Integer> {
    private static final String LINE = "%-12s  %-7s  %-20s  %-20s  %-20s  %s";

    private final Terminal answer;

    @Mixin
    private KeyFileOptions file;

    @Option(names = "--json", fallbackValue = "true", description = "Print one line of JSON.")
    private boolean json;

    KeyListCommand(Terminal answer) {
        this.answer = answer;
    }

    @Override
    public Integer call() {
        List<HashedKey> keys = file.toKeyFile().read();
        if (json) {
            ArrayNode list = new JsonMapper().createArrayNode();
            keys.forEach(key -> list.add(toJson(key)));
            answer.line(list.toString());
        } else if (keys.isEmpty()) {
            answer.line("There are no keys in %s.".formatted(file.toKeyFile().path()));
        } else {
            answer.line(LINE.formatted("ID", "STATE", "NAME", "CREATED", "EXPIRES", "MAY"));
            keys.forEach(key -> answer.line(toLine(key).stripTrailing()));
        }
        return ExitCode.OK;
    }

    private String state(HashedKey key) {
        return key.life().at(answer.clock().instant()).name().toLowerCase(Locale.ROOT);
    }

    private String toLine(HashedKey key) {
        List<String> organizations = organizations(key);
        return LINE.formatted(
                key.grant().id(),
                state(key),
                key.name(),
                text(key.life().created(), ""),
                text(key.life().expires(), "never"),
                String.join(", ", scopes(key))
                        + (organizations.isEmpty() ? "" : " for " + String.join(", ", organizations)));
    }

    private ObjectNode toJson(HashedKey key) {
        ObjectNode node = new JsonMapper()
                .createObjectNode()
                .put("id", key.grant().id())
                .put("state", state(key))
                .put("name", key.name());
        scopes(key).forEach(node.putArray("scopes")::add);
        List<String> organizations = organizations(key);
        if (!organizations.isEmpty()) {
            organizations.forEach(node.putArray("organizations")::add);
        }
        put(node, "created_at", key.life().created());
        put(node, "expires_at", key.life().expires());
        put(node, "revoked_at", key.life().revoked());
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable Instant instant) {
        if (instant != null) {
            node.put(name, instant.toString());
        }
    }

    private static String text(@Nullable Instant instant, String otherwise) {
        return instant == null ? otherwise : instant.toString();
    }

    private static List<String> scopes(HashedKey key) {
        return key.grant().scopes().stream().map(KeyScope::wireName).sorted().toList();
    }

    /** Empty for all. */
    private static List<String> organizations(HashedKey key) {
        return switch (key.grant().organizations()) {
            case OrganizationScope.All() -> List.of();
            case OrganizationScope.Only(var organizations) ->
                organizations.stream().map(OrganizationId::value).sorted().toList();
        };
    }
}
