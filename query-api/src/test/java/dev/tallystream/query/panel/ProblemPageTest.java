package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.simple.SimpleHttpRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong with a page is a page that says so, without data, and leads on. */
class ProblemPageTest {
    private static final String PANEL = "/admin/acme/credits-usage";
    private static PageServer pages;

    @BeforeAll
    static void startTheServer() {
        pages = new PageServer();
        pages.use("2026-11-20T08:00:00Z", "canary_feature", "canary_team", "canary_user", "5");
        pages.view()
                .use("shy", "2026-11-20T08:00:00Z", "f", "t", "canary_user", "5")
                .settings("shy", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));
    }

    @AfterAll
    static void stopTheServer() {
        pages.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin",
                PANEL,
                PANEL + "?granularity=week&period=2026-W40",
                PANEL + "/teams?q=a%26b%22%3C&sort=-name",
                "/admin/nobody/credits-usage"
            })
    @DisplayName("UI-12: not signed in, sign in, and back to the whole address")
    void whoIsNotSignedInSignsInAndComesBackToTheFullAddress(String path) {
        HttpResponse<String> asked = asBrowser(path);
        assertEquals(303, asked.statusCode());
        assertFalse(asked.body().contains("canary"));

        Document form = PageServer.parse(asBrowser(location(asked)));
        assertEquals("Sign in", form.expectFirst("h1").text());
        assertEquals(path, form.expectFirst("[name=return]").attr("value"));

        HttpResponse<String> signedIn = submit(form);
        assertEquals(303, signedIn.statusCode());
        assertEquals(path, location(signedIn));
    }

    @ParameterizedTest
    @ValueSource(strings = {PANEL, PANEL + "/users?q=x"})
    void aScriptThatIsNotSignedInIsToldSo(String path) {
        HttpResponse<String> response = pages.server.get(path, null);

        assertEquals(401, response.statusCode());
        assertEquals(
                path, PageServer.parse(response).expectFirst("[name=return]").attr("value"));
        assertFalse(response.body().contains("canary"));
    }

    @Test
    void aSessionThatEndedAsksToSignInAgain() {
        try (PageServer shortly = new PageServer()) {
            String token = shortly.server.admin();
            assertEquals(200, shortly.server.get(PANEL, token).statusCode());

            shortly.server.clock.advance(Duration.ofHours(2));

            HttpResponse<String> later = shortly.server.get(PANEL, token);
            assertEquals(401, later.statusCode());
            assertEquals("Sign in", PageServer.parse(later).expectFirst("h1").text());
        }
    }

    @Test
    void theSignInPageExplainsAndKeepsWhereToGo() {
        Document page = PageServer.parse(pages.server.get("/sign-in?return=%2Fadmin%2Facme%2Fcredits-usage", null));

        assertEquals("Sign-in token", page.expectFirst("label[for=token]").text());
        assertEquals(
                "/admin/acme/credits-usage", page.expectFirst("[name=return]").attr("value"));
        assertEquals("get", page.expectFirst("form").attr("method"));
    }

    @Test
    void aWrongTokenIsSaid() {
        HttpResponse<String> response =
                pages.server.get("/sign-in?token=%3Cb%3Ewrong&return=%2Fadmin%2Facme%2Fcredits-usage", null);

        assertEquals(401, response.statusCode());
        assertEquals(
                "/admin/acme/credits-usage",
                PageServer.parse(response).expectFirst("[name=return]").attr("value"));
        assertTrue(PageServer.parse(response).expectFirst("[role=alert]").text().startsWith("That token is not valid"));
        assertFalse(response.body().contains("wrong"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin", PANEL, PANEL + "/features", PANEL + "/teams", PANEL + "/users"})
    void aMemberIsToldWhichRoleItTakes(String path) {
        HttpResponse<String> response = pages.asMember(path);

        assertEquals(403, response.statusCode());
        assertEquals(
                "You need organization admin access to see AI credit usage.",
                PageServer.parse(response).expectFirst(".lead").text());
        assertFalse(response.body().contains("canary"));
    }

    @Test
    void hiddenUsersAreSaidToBeHidden() {
        String admin = pages.server.token(Role.ORG_ADMIN, "shy");
        HttpResponse<String> response = pages.server.get("/admin/shy/credits-usage/users", admin);

        Document page = PageServer.parse(response);
        assertEquals(403, response.statusCode());
        assertEquals(
                "Individual usage is hidden for this organization.",
                page.expectFirst(".lead").text());
        assertEquals("/admin/shy/credits-usage", page.expectFirst("main a").attr("href"));
        assertFalse(response.body().contains("canary"));
        assertEquals(
                200, pages.server.get("/admin/shy/credits-usage/teams", admin).statusCode());
    }

    @Test
    void anotherOrganizationIsNotFoundLikeAnUnknownOne() {
        HttpResponse<String> foreign = pages.get("/admin/shy/credits-usage");
        HttpResponse<String> unknown = pages.get("/admin/zzz/credits-usage");

        assertEquals(404, foreign.statusCode());
        assertEquals(unknown.body(), foreign.body());
        assertEquals(
                "Page not found", PageServer.parse(foreign).expectFirst("h1").text());
        assertEquals(404, pages.get("/admin/acme/nothing").statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "granularity=year, granularity",
        "period=2026-02-30, period",
        "period=BAD, period",
        "period=, period",
        "granularity=day&granularity=day, granularity",
        "colour=red, colour",
        "granularity=week&period=2026-Q4, period",
    })
    @DisplayName("UI-11: wrong values are 400 with a page that links to the default")
    void aWrongParameterIsNamedAndTheDefaultIsOneLinkAway(String query, String named) {
        HttpResponse<String> response = pages.get(PANEL + "?" + query);

        Document page = PageServer.parse(response);
        assertEquals(400, response.statusCode());
        assertTrue(page.expectFirst(".detail").text().contains("The parameter " + named + " "), page.text());
        assertEquals(PANEL, page.expectFirst("main a").attr("href"));
        assertEquals("Show the current quarter", page.expectFirst("main a").text());
    }

    @ParameterizedTest
    @CsvSource({
        "/admin/acme/settings, x=1, x",
        "/admin/acme/subscription, x=1, x",
        "/admin/acme/analytics, days=5, days",
        "/admin/acme/analytics, days=5&x=1, 'days, x'",
    })
    void aPageWithoutPeriodsIsOfferedAsItIsAndNotAsAQuarter(String path, String query, String named) {
        Document page = PageServer.parse(pages.get(path + "?" + query));

        assertEquals("Open this page as it is", page.expectFirst("main a").text());
        assertEquals(path, page.expectFirst("main a").attr("href"));
        assertTrue(page.expectFirst(".detail").text().contains(" " + named + " "), page.text());
    }

    @Test
    void tooManyRequestsAreNotToldAsNumbersThatAreReadBack() {
        Document page = told(ProblemType.RATE_LIMITED, "en");

        assertEquals("Too many requests", page.expectFirst("h1").text());
        assertFalse(page.text().contains("storage"), page.text());
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyProblemIsWordedInTheReadersLanguage(ProblemType type) {
        Document page = told(type, "de");

        assertFalse(page.text().contains(type.title()), page.text());
        assertFalse(page.text().contains("The detail"), page.text());
        assertEquals("de", page.expectFirst("html").attr("lang"));
    }

    @ParameterizedTest
    @CsvSource({"?granularity=year, granularity", "/teams?cursor=garbage, cursor", "?colour=red, colour"})
    void aWrongParameterIsNamedInGermanToo(String address, String named) {
        HttpResponse<String> response = pages.server.send(HttpRequest.newBuilder(pages.server.uri(PANEL + address))
                .header("Authorization", "Bearer " + pages.server.admin())
                .header("Accept-Language", "de"));

        assertEquals(
                "Der Parameter " + named + " passt nicht zu dieser Seite.",
                PageServer.parse(response).expectFirst(".detail").text());
    }

    /** The page of a problem that the API would tell with a sentence of its own. */
    private static Document told(ProblemType type, String language) {
        var asked = new SimpleHttpRequest<>(HttpMethod.GET, PANEL, null).header("Accept-Language", language);
        Object body = pages.server
                .context()
                .getBean(PanelProblems.class)
                .answer(asked, Problem.of(type, "The detail."))
                .orElseThrow()
                .body();
        return Jsoup.parse(String.valueOf(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sort=users;drop", "sort=-foo", "cursor=garbage", "limit=0", "q=%00"})
    void aListsWrongParametersToo(String query) {
        HttpResponse<String> response = pages.get(PANEL + "/teams?" + query);

        assertEquals(400, response.statusCode());
        assertEquals(
                PANEL + "/teams",
                PageServer.parse(response).expectFirst("main a").attr("href"));
    }

    @Test
    void aParametersNameIsNeverMarkup() {
        HttpResponse<String> response = pages.get(PANEL + "?%3Cscript%3Ealert(1)%3C/script%3E=1");

        assertEquals(400, response.statusCode());
        assertFalse(response.body().contains("alert(1)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESTORING", "REBALANCING"})
    void numbersThatAreNotThereYetAreNeverZero(Reading.Reason reason) {
        try (PageServer starting = new PageServer()) {
            starting.view().unavailable(reason);

            HttpResponse<String> response = starting.get(PANEL + "?granularity=week");

            Document page = PageServer.parse(response);
            assertEquals(503, response.statusCode());
            assertTrue(response.headers().firstValue("Retry-After").isPresent());
            assertEquals("The numbers are on their way", page.expectFirst("h1").text());
            assertEquals("Try again", page.expectFirst("main a").text());
            assertEquals(PANEL + "?granularity=week", page.expectFirst("main a").attr("href"));
        }
    }

    @Test
    void theStartLeadsToTheOnlyOrganizationAndListsSeveral() {
        HttpResponse<String> one = pages.get("/admin");
        HttpResponse<String> root = pages.get("/admin/acme");
        Document several = PageServer.parse(pages.server.get(
                "/admin", pages.server.token(new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN))));
        Document panel = PageServer.parse(pages.server.get(PANEL, pages.server.token(Role.ORG_ADMIN, "acme", "shy")));

        assertEquals(303, one.statusCode());
        assertEquals("/admin/acme", location(one));
        assertEquals(303, root.statusCode());
        assertEquals("/admin/acme/analytics", location(root));
        assertEquals(List.of("acme", "shy"), several.select("main li").eachText());
        assertEquals("/admin/acme", several.expectFirst("main li a").attr("href"));
        assertEquals("/admin", panel.expectFirst("a.switch").attr("href"));
        assertTrue(pages.page(PANEL).select("a.switch").isEmpty());
    }

    @Test
    void theHostsNameAloneLeadsABrowserToTheStart() {
        HttpResponse<String> response = asBrowser("/");

        assertEquals(303, response.statusCode());
        assertEquals("/admin", location(response));
        assertEquals(401, pages.server.get("/", null).statusCode());
    }

    private static HttpResponse<String> asBrowser(String path) {
        return pages.server.send(HttpRequest.newBuilder(pages.server.uri(path))
                .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    /** The form as a browser sends it, with a token that is good for acme. */
    private static HttpResponse<String> submit(Document page) {
        String token = pages.server.links().create(new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN));
        String back = URLEncoder.encode(page.expectFirst("[name=return]").attr("value"), StandardCharsets.UTF_8);
        URI address = pages.server.uri(page.expectFirst("form").attr("action") + "?token=" + token + "&return=" + back);
        return pages.server.send(HttpRequest.newBuilder(address));
    }
}
