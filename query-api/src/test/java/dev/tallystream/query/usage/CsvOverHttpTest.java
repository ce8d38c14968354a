package dev.tallystream.query.usage;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvOverHttpTest {
    private static final String PANEL = "/v1/orgs/acme/credits-usage";
    private static final String HEAD = "rank,id,name,deleted,credits,share,event_count\r\n";

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void aListHasEveryRowAndItsFreshnessInTheHeaders() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "12.33")
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", null, "u1", "0.67")
                .directory("acme", DirectoryKind.TEAM, "t1", new DirectoryEntry("Design, \"new\"", "/t", true));

        HttpResponse<String> csv = csv("/teams");

        assertEquals(
                HEAD + "1,t1,\"Design, \"\"new\"\"\",true,12.33,0.9485,1\r\n,,(unattributed),,0.67,0.0515,\r\n",
                csv.body());
        assertEquals("text/csv; charset=utf-8; header=present", header(csv, "Content-Type"));
        assertEquals("attachment; filename=\"acme-credits-teams-2026-Q4.csv\"", header(csv, "Content-Disposition"));
        assertEquals("2026-11-22T10:15:30.412Z", header(csv, "Tallystream-As-Of"));
        assertEquals("3:2", header(csv, "Tallystream-Position"));
        assertEquals("private, no-store", header(csv, "Cache-Control"));
    }

    @Test
    void anEmptyListIsItsHeadAlone() {
        assertEquals(HEAD, csv("/features").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/users?", "/users?sort=name&", "/users?q=u1&", "/users?team_id=t1&", "/features?user_id=u0001&"
            })
    void theRowsAreThoseOfTheJsonListWhateverTheirNumber(String path) {
        for (int user = 0; user < 1_203; user++) {
            String id = "u%04d".formatted(user);
            server.view.use("acme", "2026-11-20T08:00:00Z", "f" + user % 3, "t" + user % 2, id, user + ".5");
        }
        server.view.use("acme", "2026-11-20T08:00:00Z", "f1", "t1", null, "0.25");

        List<String> expected = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(server.get(PANEL + path + "limit=500" + cursor, server.admin()));
            for (JsonNode row : page.get("items")) {
                expected.add("%s,%s,%s,,%s,%s,%s"
                        .formatted(
                                row.get("rank").asText(),
                                row.get("id").asText(),
                                row.get("name").asText(),
                                row.get("credits").asText(),
                                row.get("share").decimalValue().setScale(4).toPlainString(),
                                row.get("event_count").asText()));
            }
            if (!page.get("has_more").asBoolean() && page.has("unattributed")) {
                JsonNode rest = page.get("unattributed");
                expected.add(",,(unattributed),,%s,%s,"
                        .formatted(
                                rest.get("credits").asText(),
                                rest.get("share").decimalValue().setScale(4).toPlainString()));
            }
            cursor = page.has("next_cursor")
                    ? "&cursor=" + page.get("next_cursor").asText()
                    : null;
        } while (cursor != null);

        String body = server.get(PANEL + path + "format=csv", server.admin()).body();

        assertEquals(HEAD + String.join("\r\n", expected) + "\r\n", body);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "=1+1, '=1+1",
                "+1, '+1",
                "-1, '-1",
                "@SUM(A1), '@SUM(A1)",
                "a=b, a=b",
                "<img src=x onerror=alert(1)>, <img src=x onerror=alert(1)>",
            })
    void whatASpreadsheetWouldRunIsText(String name, String cell) {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "-3")
                .directory("acme", DirectoryKind.TEAM, "t1", DirectoryEntry.named(name));

        assertEquals(HEAD + "1,t1," + cell + ",,-3,,1\r\n", csv("/teams").body());
    }

    @Test
    void aCellThatIsQuotedIsNoFormulaEither() {
        assertEquals(
                "'\tx,\"'\rx\",\"a\nb\",-3,\r\n",
                new CsvLine()
                        .text("\tx")
                        .text("\rx")
                        .text("a\nb")
                        .raw("-3")
                        .none()
                        .toString());
    }

    @Test
    void theHistoryIsTheSameAsItsJson() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "12.33");

        HttpResponse<String> csv = csv("/history?granularity=month&periods=2");

        assertEquals("""
                period,start,end,credits,event_count,complete
                2026-10,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,0,0,true
                2026-11,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,12.33,1,false
                """.replace("\n", "\r\n"), csv.body());
        assertEquals(
                "attachment; filename=\"acme-credits-history-2026-10-2026-11.csv\"",
                header(csv, "Content-Disposition"));
        assertEquals("3:1", header(csv, "Tallystream-Position"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv | text/csv",
                "text/csv;q=0.5, application/json | application/json",
                "application/json;q=0.5, text/csv | text/csv",
                "*/* | application/json",
                "text/html, */*;q=0.1 | application/json",
            })
    void whatIsAcceptedFirstIsAnswered(String accept, String type) {
        for (String path : List.of("/teams", "/users", "/features", "/history")) {
            HttpResponse<String> response = accepting(accept, path);

            assertEquals(200, response.statusCode());
            assertTrue(header(response, "Content-Type").startsWith(type), path + header(response, "Content-Type"));
        }
    }

    @Test
    void theParameterSaysItToWhoeverCannotSetHeaders() {
        assertTrue(header(accepting("application/json", "/teams?format=csv"), "Content-Type")
                .startsWith("text/csv"));
        assertTrue(header(accepting("text/csv", "/teams?format=json"), "Content-Type")
                .startsWith("application/json"));
    }

    @ParameterizedTest
    @CsvSource({
        "/teams?format=xml, 400, invalid-parameter",
        "/teams?format=csv&format=csv, 400, invalid-parameter",
        "/teams?format=csv&limit=5, 400, invalid-parameter",
        "/teams?format=csv&cursor=abc, 400, invalid-parameter",
        "/teams?format=csv&period=BAD, 400, invalid-parameter",
        "/teams?format=csv&colour=red, 400, unknown-parameter",
        "?format=csv, 400, unknown-parameter",
    })
    void aWrongRequestIsAProblemAndNoCsv(String path, int status, String slug) {
        HttpResponse<String> response = accepting("text/csv, application/json;q=0.1", path);

        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", header(response, "Content-Type"));
        assertEquals("/problems/" + slug, json(response).get("type").asText());
    }

    @Test
    void hiddenUsersAreInNoCsv() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u-secret", "3")
                .settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        for (String path : List.of("/users", "/users?team_id=t1", "/features?user_id=u-secret")) {
            HttpResponse<String> response = csv(path);
            assertEquals(403, response.statusCode());
            assertFalse(response.body().contains("u-secret,"), response.body());
        }
        assertEquals(HEAD + "1,t1,t1,,3,1.0000,1\r\n", csv("/teams").body());
        assertEquals(
                403,
                server.get(PANEL + "/teams?format=csv", server.token(Role.MEMBER, "acme"))
                        .statusCode());
    }

    @Test
    void anExportEndsWhereTheUsersAreHiddenMeanwhile() {
        for (int user = 0; user < 501; user++) {
            server.view.use("acme", "2026-11-20T08:00:00Z", "f", "t", "u" + user, "1");
        }
        UsageQueries queries = server.context().getBean(UsageQueries.class);
        ListRequest request = ((Asked.Understood<ListRequest>)
                        ListRequest.parse(new OrganizationId("acme"), Dimension.USER, Map.of("limit", List.of("500"))))
                .request();
        ListExport export = UsageProblems.answered(
                queries.export(new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN), request));
        assertEquals(500, export.rows().size());

        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        assertThrows(ProblemException.class, export::rows);
    }

    @Test
    void headAnswersWithoutTheRows() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");

        HttpResponse<String> head = server.ask("HEAD", PANEL + "/teams?format=csv", server.admin());

        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals("attachment; filename=\"acme-credits-teams-2026-Q4.csv\"", header(head, "Content-Disposition"));
    }

    private HttpResponse<String> csv(String path) {
        return accepting("text/csv", path);
    }

    private HttpResponse<String> accepting(String accept, String path) {
        return server.send(HttpRequest.newBuilder(server.uri(PANEL + path))
                .header("Authorization", "Bearer " + server.admin())
                .header("Accept", accept));
    }

    private static String header(HttpResponse<String> response, String name) {
        assertEquals(1, response.headers().allValues(name).size(), name + " of " + response.headers());
        return response.headers().firstValue(name).orElseThrow();
    }
}
