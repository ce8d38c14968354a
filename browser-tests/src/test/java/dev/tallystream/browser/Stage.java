package dev.tallystream.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One demo and one browser, started once for all classes that ask for them. Organizations other than the demo's are
 * quiet: what happens in them is what a test publishes.
 */
final class Stage implements AutoCloseable {
    /** Continuous integration has two cores, which others use too. */
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final int EVENTS = 20_000;

    /** Events of one request; the door takes as many. */
    private static final int BATCH = 1_000;

    private final Path directory;
    private final FramingSite site;
    private final Demo demo;
    private final Chromium chromium;
    private final String key;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConcurrentHashMap<String, String> tokens = new ConcurrentHashMap<>();

    /** Hands the stage to constructors and methods. */
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Stage.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Stage.class))
                    .getOrComputeIfAbsent(Stage.class, type -> start(), Stage.class);
        }
    }

    private Stage(Path directory, FramingSite site, Demo demo, Chromium chromium) throws IOException {
        this.directory = directory;
        this.site = site;
        this.demo = demo;
        this.chromium = chromium;
        String credentials = Files.readString(directory.resolve("data").resolve("credentials.json"));
        Matcher ingestKey =
                Pattern.compile("\"ingest_key\"\\s*:\\s*\"([^\"]+)\"").matcher(credentials);
        if (!ingestKey.find()) {
            throw new IllegalStateException("credentials.json must have an ingest_key");
        }
        this.key = ingestKey.group(1);
    }

    private static Stage start() {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) DEADLINE.toMillis());
        try {
            Path directory = Files.createTempDirectory("tallystream-browser");
            FramingSite site = FramingSite.start();
            Demo demo = Demo.start(directory, EVENTS, "--embed-origin", site.origin());
            return new Stage(directory, site, demo, Chromium.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A browser of its own, signed in for every organization. */
    Visit visit(Browser.NewContextOptions options) {
        Visit visit = new Visit(this, chromium.browser().newContext(options));
        visit.page().navigate(demo.signInLink());
        return visit;
    }

    /** A browser on a large screen. */
    Visit visit() {
        return visit(new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    String url(String path) {
        return demo.url(path);
    }

    /** Publishes one use, as a feature would; returns when it is stored. */
    void use(String organization, String feature, String team, String user, String credits, Instant time) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url("/v1/events")))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofString(
                        """
                        {"specversion":"1.0","id":"%s","source":"/browser","type":"ai.credits.consumed.v1",
                         "subject":"%s","time":"%s",
                         "data":{"feature":"%s","team_id":"%s","user_id":"%s","credits":"%s"}}""".formatted(UUID.randomUUID(), organization, time, feature, team, user, credits))));
        if (answer.statusCode() != 202) {
            throw new AssertionError("the event must be accepted: " + answer.body());
        }
    }

    /** Publishes one use of now. */
    void use(String organization, String feature, String credits) {
        use(organization, feature, "design", "amelie", credits, Instant.now());
    }

    /** Publishes many uses of now at once, one for each user: {@code crowd-0001}, {@code crowd-0002}, … */
    void useByMany(String organization, int users) {
        StringBuilder events = new StringBuilder("[");
        for (int user = 1; user <= users; user++) {
            events.append(user == 1 ? "" : ",")
                    .append("""
                    {"specversion":"1.0","id":"%s","source":"/browser","type":"ai.credits.consumed.v1","subject":"%s",
                     "data":{"feature":"f","team_id":"t","user_id":"crowd-%04d","credits":"%d"}}""".formatted(UUID.randomUUID(), organization, user, 1 + user % 97));
            if (user % BATCH == 0 || user == users) {
                HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url("/v1/events")))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .POST(BodyPublishers.ofString(
                                events.append(']').toString().replace("[,", "["))));
                if (answer.statusCode() != 202) {
                    throw new AssertionError("the events must be accepted: " + answer.body());
                }
                events = new StringBuilder("[");
            }
        }
    }

    /** Says what a team, user or feature is called; an empty address is none. */
    void name(String organization, String kind, String id, String name, String url, boolean deleted) {
        HttpResponse<String> answer = send(as(organization, "/v1/orgs/" + organization + "/directory")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        [{"kind":"%s","id":"%s","name":"%s","url":%s,"deleted":%s}]""".formatted(
                                kind,
                                id,
                                name.replace("\\", "\\\\").replace("\"", "\\\""),
                                url.isEmpty() ? "null" : '"' + url + '"',
                                deleted))));
        if (answer.statusCode() != 200) {
            throw new AssertionError("the name must be taken: " + answer.body());
        }
    }

    /** Flips the privacy switch, as the settings page or another node would. */
    void userAnalytics(String organization, String choice) {
        String path = "/v1/orgs/" + organization + "/analytics-settings";
        String version =
                send(as(organization, path)).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> answer = send(as(organization, path)
                .header("If-Match", version)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("""
                        {"user_analytics":"%s","time_zone":"UTC","week_start":"monday","fiscal_year_start_month":1}
                        """.formatted(choice))));
        if (answer.statusCode() != 200) {
            throw new AssertionError("the settings must be taken: " + answer.body());
        }
    }

    /** The site that may frame our pages. */
    FramingSite site() {
        return site;
    }

    /** A link that shows the organization's pages in a frame for a while. */
    String embedLink(String organization) {
        String made = send(as(organization, "/v1/orgs/" + organization + "/embed-links")
                        .POST(BodyPublishers.noBody()))
                .body();
        Matcher path = Pattern.compile("\"path\"\\s*:\\s*\"([^\"]+)\"").matcher(made);
        if (!path.find()) {
            throw new AssertionError("a link must be made: " + made);
        }
        return url(path.group(1));
    }

    /** What the API says, as it says it. */
    String read(String organization, String path) {
        return send(as(organization, "/v1/orgs/" + organization + path)).body();
    }

    private HttpRequest.Builder as(String organization, String path) {
        String token = tokens.computeIfAbsent(organization, one -> token(one, "org_admin"));
        return HttpRequest.newBuilder(URI.create(url(path))).header("Authorization", "Bearer " + token);
    }

    /** A browser of somebody with that role in that organization alone. */
    Visit visitAs(String organization, String role) {
        BrowserContext context = chromium.browser().newContext();
        context.addCookies(List.of(new Cookie("tallystream_session", token(organization, role)).setUrl(url("/"))));
        return new Visit(this, context);
    }

    /** A browser of somebody who has not signed in. */
    Visit visitOfNobody() {
        return new Visit(this, chromium.browser().newContext());
    }

    /** The token of the link that the start printed. */
    String signInToken() {
        return demo.signInLink().replaceFirst(".*[?&]token=([^&]+).*", "$1");
    }

    private String token(String organization, String role) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.tallystream.standalone.Tallystream",
                            "token",
                            "--data",
                            directory.resolve("data").toString(),
                            "--org",
                            organization,
                            "--role",
                            role)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(DEADLINE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        chromium.close();
        demo.close();
        site.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
