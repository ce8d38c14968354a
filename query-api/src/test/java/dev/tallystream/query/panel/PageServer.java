package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.usage.InMemoryUsageView;
import java.net.http.HttpResponse;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** The real server, asked for pages as an admin of acme, with its answers as documents. */
final class PageServer implements AutoCloseable {
    final QueryServer server = new QueryServer();

    InMemoryUsageView view() {
        return server.view;
    }

    /** A use by somebody of a team, with those credits. */
    PageServer use(String time, String feature, @Nullable String team, @Nullable String user, String credits) {
        server.view.use("acme", time, feature, team, user, credits);
        return this;
    }

    HttpResponse<String> get(String path) {
        return server.get(path, server.admin());
    }

    /** The page, which must be one. */
    Document page(String path) {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode(), response.body());
        return parse(response);
    }

    /** The page that a member gets. */
    HttpResponse<String> asMember(String path) {
        return server.get(path, server.token(Role.MEMBER, "acme"));
    }

    static Document parse(HttpResponse<String> response) {
        return Jsoup.parse(response.body());
    }

    @Override
    public void close() {
        server.close();
    }
}
