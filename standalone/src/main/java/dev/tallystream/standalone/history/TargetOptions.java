package dev.tallystream.standalone.history;

import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.installation.Credentials;
import dev.tallystream.standalone.installation.Installation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Into which Tallystream the history goes. */
final class TargetOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of a Tallystream on this machine, or:")
    private @Nullable Path data;

    @Option(names = "--url", paramLabel = "URL", description = "Where Tallystream answers, with")
    private @Nullable String url;

    @Option(names = "--key", paramLabel = "KEY", description = "a key with the scopes events:write and backfill.")
    private @Nullable String key;

    /**
     * Where it answers. What was typed wins over what the environment says.
     *
     * @throws IllegalArgumentException where the options do not say it
     * @throws CommandFailure where the directory does not say it
     */
    ServerAddress toAddress(ParseResult typed) {
        boolean typedRemote = typed.hasMatchedOption("--url") || typed.hasMatchedOption("--key");
        boolean typedData = typed.hasMatchedOption("--data");
        if (typedData && typedRemote) {
            throw new IllegalArgumentException("--data and --url exclude each other");
        }
        if (url != null && key != null && !typedData) {
            return ServerAddress.of(url, key);
        }
        if (data != null && !typedRemote) {
            return address(data);
        }
        throw new IllegalArgumentException("either --data, or --url and --key must be given");
    }

    private static ServerAddress address(Path directory) {
        Credentials credentials =
                new Installation(directory).credentials().orElseThrow(() -> CommandFailure.noTallystreamIn(directory));
        return ServerAddress.of(credentials.url(), credentials.ingestKey());
    }
}
