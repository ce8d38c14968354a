package dev.tallystream.query.panel;

import dev.tallystream.http.HttpDefaults;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.PlayedOwner;
import dev.tallystream.query.QueryConfig;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.SignInLinks;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.query.usage.InMemoryUsageView;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;

/**
 * The panel over numbers in memory, for looking at it while it is built: run this class with a port and open the link
 * that it prints.
 */
public final class PanelPreview {
    private static final long TRICKLE_MS = 3_000;

    private PanelPreview() {}

    /** Serves until the process is ended. */
    public static void main(String[] arguments) {
        InMemoryUsageView view = new InMemoryUsageView(InstantSource.system());
        PreviewData data = new PreviewData(view);
        data.fill(Instant.now());
        ApplicationContext context = ApplicationContext.builder()
                .properties(HttpDefaults.properties())
                .properties(Map.of("micronaut.server.host", "127.0.0.1", "micronaut.server.port", arguments[0]))
                .singletons(
                        QueryConfig.of(SigningKey.generate()), view, new HashedKeys(List.of()), new PlayedOwner(view))
                .start();
        EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
        for (Role role : List.of(Role.ORG_ADMIN, Role.MEMBER)) {
            SignedIn principal = new SignedIn(new OrganizationScope.All(), role);
            String token = context.getBean(SignInLinks.class).create(principal);
            System.out.println(role + " " + server.getURI() + "/sign-in?token=" + token);
        }
        new Timer()
                .schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                data.use("acme", Instant.now());
                            }
                        },
                        TRICKLE_MS,
                        TRICKLE_MS);
    }
}
