package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.access.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Settings page: UI-50, UI-51, UI-52. */
class SettingsPageTest {
    private static final String PAGE = "/admin/acme/settings";
    private static final String USERS = "/admin/acme/credits-usage/users";

    private final PageServer pages = new PageServer();

    @BeforeEach
    void someUsage() {
        pages.use("2026-11-20T08:00:00Z", "f", "t1", "u1", "2");
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void userPrivacyIsTwoRadiosAndSave() {
        Document page = pages.page(PAGE);

        assertEquals("User privacy", page.expectFirst("#privacy legend").text());
        assertEquals(
                List.of(
                        "Exclude stats and analytics of specific users’ activity",
                        "Include explicit stats and analytics of users’ activity"),
                page.select("#privacy .radio > span > span:first-child").eachText());
        assertEquals("include", page.expectFirst("#privacy input[checked]").attr("value"));
        assertEquals("Save", page.expectFirst("#privacy button").text());
        assertEquals(
                "Nothing was changed yet.", page.expectFirst("#log-title + p").text());
    }

    @Test
    void excludingHidesIndividualsEverywhereAtOnceAndIncludingBringsThemBack() {
        HttpResponse<String> hidden = post("version=0&user_analytics=exclude");

        assertEquals(303, hidden.statusCode());
        assertEquals(PAGE + "?saved=1", hidden.headers().firstValue("Location").orElseThrow());
        Document saved = pages.page(PAGE + "?saved=1");
        assertEquals("Saved.", saved.expectFirst("#notice[role=status]").text());
        assertEquals("exclude", saved.expectFirst("#privacy input[checked]").attr("value"));
        assertTrue(saved.expectFirst(".log li").text().startsWith("Stats and analytics of specific users excluded"));
        HttpResponse<String> users = pages.get(USERS);
        assertEquals(403, users.statusCode());
        assertTrue(users.body().contains("Individual usage is hidden for this organization."));

        assertEquals(303, post("version=1&user_analytics=include").statusCode());

        assertEquals(200, pages.get(USERS).statusCode());
        assertEquals(
                List.of("Stats and analytics of users included", "Stats and analytics of specific users excluded"),
                pages.page(PAGE).select(".log li > span:first-child").eachText());
    }

    @Test
    void ofTwoAdminsTheSecondIsShownWhatTheFirstSaved() {
        assertEquals(303, post("version=0&user_analytics=exclude").statusCode());

        HttpResponse<String> late = post("version=0&week_start=sunday");

        assertEquals(412, late.statusCode());
        Document page = PageServer.parse(late);
        assertTrue(page.expectFirst("#notice[role=alert]").text().startsWith("Somebody else changed the settings"));
        assertEquals("1", page.expectFirst("#privacy [name=version]").attr("value"));
        assertEquals("exclude", page.expectFirst("#privacy input[checked]").attr("value"));
        assertEquals("monday", page.expectFirst("#week_start [selected]").attr("value"));
    }

    @Test
    void aCalendarIsDecidedForLaterAndThePageSaysFromWhen() {
        HttpResponse<String> response =
                post("version=0&time_zone=Europe%2FBerlin&week_start=sunday&fiscal_year_start_month=2");

        assertEquals(303, response.statusCode());
        Document page = pages.page(PAGE);
        assertEquals("Europe/Berlin", page.expectFirst("#time_zone [selected]").attr("value"));
        assertEquals("Sunday", page.expectFirst("#week_start [selected]").text());
        assertEquals(
                "February",
                page.expectFirst("#fiscal_year_start_month [selected]").text());
        assertEquals(
                List.of(
                        "From 23 Nov 2026, 00:00: time zone Europe/Berlin, week from Sunday, fiscal year from January",
                        "From 1 Jan 2027, 00:00: time zone Europe/Berlin, week from Sunday, fiscal year from February"),
                page.select(".coming").eachText());
        assertEquals(3, page.select(".log li").size());
        assertEquals(
                UserAnalytics.INCLUDE, pages.view().settings("acme").userAnalytics(), "what the form has not stands");
    }

    @Test
    void whatCannotBeChosenChangesNothing() {
        for (String wrong : List.of(
                "version=0&user_analytics=maybe",
                "version=0&time_zone=%2B02%3A00",
                "version=0&week_start=someday",
                "version=0&fiscal_year_start_month=13")) {
            HttpResponse<String> response = post(wrong);

            assertEquals(422, response.statusCode(), wrong);
            assertTrue(PageServer.parse(response).expectFirst("#notice").text().startsWith("Nothing was saved"));
        }
        for (String none :
                List.of("user_analytics=exclude", "version=x&user_analytics=exclude", "version=0&version=0", "%zz=1")) {
            assertEquals(400, post(none).statusCode(), none);
        }
        assertEquals(413, post("version=0&x=" + "a".repeat(5000)).statusCode());
        assertEquals(OrganizationSettings.DEFAULT, pages.view().settings("acme"));
        assertEquals(CalendarHistory.DEFAULT, pages.view().settings("acme").calendars());
    }

    @Test
    void aFormOfAnotherSiteIsRefused() {
        String form = "version=0&user_analytics=exclude";

        HttpResponse<String> foreign =
                pages.server.send(request(form, pages.server.admin()).header("Origin", "https://evil.example"));
        HttpResponse<String> opaque =
                pages.server.send(request(form, pages.server.admin()).header("Origin", "null"));
        HttpResponse<String> told =
                pages.server.send(request(form, pages.server.admin()).header("Sec-Fetch-Site", "cross-site"));

        for (HttpResponse<String> response : List.of(foreign, opaque, told)) {
            assertEquals(403, response.statusCode());
        }
        assertEquals(OrganizationSettings.DEFAULT, pages.view().settings("acme"));
        String own = "http://" + pages.server.uri("").getAuthority();
        assertEquals(
                303,
                pages.server
                        .send(request(form, pages.server.admin()).header("Origin", own))
                        .statusCode());
    }

    @Test
    void onlyAnAdminOfTheOrganizationDecides() {
        String form = "version=0&user_analytics=exclude";

        for (Role role : List.of(Role.MEMBER, Role.BILLING_ADMIN)) {
            String token = pages.server.token(role, "acme");
            assertEquals(403, pages.server.get(PAGE, token).statusCode());
            assertEquals(403, pages.server.send(request(form, token)).statusCode());
        }
        String foreigner = pages.server.token(Role.ORG_ADMIN, "other");
        assertEquals(404, pages.server.send(request(form, foreigner)).statusCode());
        assertEquals(OrganizationSettings.DEFAULT, pages.view().settings("acme"));
    }

    @Test
    void theLogIsEscapedAndIsolated() {
        post("version=0&user_analytics=exclude");

        assertFalse(pages.page(PAGE).select(".log bdi").isEmpty());
    }

    private HttpResponse<String> post(String form) {
        return pages.server.send(request(form, pages.server.admin()));
    }

    private HttpRequest.Builder request(String form, String token) {
        return HttpRequest.newBuilder(pages.server.uri(PAGE))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }
}
