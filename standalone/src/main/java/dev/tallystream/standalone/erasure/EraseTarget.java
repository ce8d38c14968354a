package dev.tallystream.standalone.erasure;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.installation.Credentials;
import dev.tallystream.standalone.installation.Installation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** In which Tallystream somebody is erased, and by whose right. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class EraseTarget {
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(15);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory of demo or serve, which must be running. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(names = "--url", paramLabel = "URL", description = "Where Tallystream answers, instead of --data; with")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "a token of the organization's admin; better given as TALLYSTREAM_TOKEN.")
    private @Nullable String token;

    /** Where it answers, and the token that opens it. */
    record Address(URI base, String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return base.toString();
        }
    }

    /**
     * The address. What was typed wins over what the environment says.
     *
     * @throws IllegalArgumentException where the options do not say it
     * @throws CommandFailure where the directory does not say it
     */
    Address toAddress(ParseResult typed, OrganizationId organization, InstantSource clock) {
        boolean typedRemote = typed.hasMatchedOption("--url") || typed.hasMatchedOption("--token");
        boolean typedData = typed.hasMatchedOption("--data");
        if (typedData && typedRemote) {
            throw new IllegalArgumentException("--data and --url exclude each other");
        }
        if (url != null && token != null && !typedData) {
            return new Address(base(url), token);
        }
        if (typedRemote) {
            throw new IllegalArgumentException("--url and --token belong together");
        }
        return installed(organization, clock);
    }

    private Address installed(OrganizationId organization, InstantSource clock) {
        Installation installation = new Installation(data.toAbsolutePath().normalize());
        Credentials credentials = installation.credentials().orElseThrow(() -> CommandFailure.noTallystreamIn(data));
        SignedIn admin = new SignedIn(new OrganizationScope.Only(Set.of(organization)), Role.ORG_ADMIN);
        TokenAuthority tokens = new TokenAuthority(installation.signingKeyFile().read(), clock);
        return new Address(base(credentials.url()), tokens.issue(admin, TOKEN_LIFETIME));
    }

    private static URI base(String text) {
        URI base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!http || base.getHost() == null) {
            throw new IllegalArgumentException("--url must start with http:// or https:// and a host");
        }
        return base;
    }
}
