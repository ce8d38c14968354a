package dev.tallystream.query.access;

import dev.tallystream.query.access.Route.Caller;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may call what, of every route of this room. A route that is not here fails {@link EveryRouteTest}; one that is here
 * is asked by everybody, for everybody's organization.
 */
final class Routes {
    private static final Caller[] USAGE = {Caller.ORG_ADMIN, Caller.USAGE_KEY};
    private static final Caller[] NAMES = {Caller.ORG_ADMIN, Caller.DIRECTORY_KEY};

    private static final Caller[] BALANCE = {Caller.ORG_ADMIN, Caller.BILLING_ADMIN, Caller.USAGE_KEY};
    private static final Caller[] SOLD = {
        Caller.ORG_ADMIN, Caller.BILLING_ADMIN, Caller.USAGE_KEY, Caller.ALLOCATIONS_KEY
    };

    /** The defaults: whoever sends them to an organization that decided nothing changes nothing. */
    private static final String SETTINGS = """
            {"user_analytics":"include","time_zone":"UTC","week_start":"monday","fiscal_year_start_month":1}""";

    private Routes() {}

    /** The same for the pages, where the cookie counts. */
    static final Route PAGES_STREAM =
            Route.get("/admin/{org}/credits-usage/stream", USAGE).withoutHead();

    /** Never ends, so it is asked in another way. */
    static final Route STREAM =
            Route.get("/v1/orgs/{org}/credits-usage/stream", USAGE).withoutHead();

    private static final List<Route> OPEN = List.of(
            Route.get("/health/live"),
            Route.get("/health/ready"),
            Route.get("/openapi.yaml"),
            Route.get("/asyncapi.yaml"),
            Route.get("/schemas/credit-event.json"),
            Route.get("/problems/{slug}"),
            Route.get("/docs"),
            Route.get("/sign-in"),
            Route.of("POST", "/sign-out").answers(303),
            Route.get("/assets/{version}/{name}").answers(404));

    private static final List<Route> OF_NO_ORGANIZATION = List.of(
            Route.get("/v1/orgs", Caller.ORG_ADMIN, Caller.USAGE_KEY, Caller.OPERATOR),
            Route.get("/admin", Caller.ORG_ADMIN, Caller.BILLING_ADMIN, Caller.USAGE_KEY, Caller.OPERATOR)
                    .answers(303, 200),
            Route.get("/metrics", Caller.METRICS_KEY),
            Route.get("/api/v1/meters", Caller.ORG_ADMIN, Caller.USAGE_KEY, Caller.OPERATOR),
            Route.get("/api/v1/meters/{meter}", Caller.ORG_ADMIN, Caller.USAGE_KEY, Caller.OPERATOR),
            // The operator's audit compares every row. This node has no such partition; who is told so was let in.
            Route.get("/v1/operator/partitions/{partition}/cut", Caller.OPERATOR)
                    .withoutHead()
                    .answers(503)
                    .namingUsers());

    private static final List<Route> PAGES = List.of(
            Route.get("/admin/{org}", BALANCE).answers(303),
            Route.get("/admin/{org}/analytics", USAGE),
            Route.get("/admin/{org}/subscription", BALANCE),
            Route.get("/admin/{org}/settings", Caller.ORG_ADMIN),
            Route.of("POST", "/admin/{org}/settings", Caller.ORG_ADMIN)
                    .sending("version=0")
                    .answers(303),
            Route.get("/admin/{org}/credits-usage", USAGE),
            Route.get("/admin/{org}/credits-usage/features", USAGE),
            Route.get("/admin/{org}/credits-usage/teams", USAGE),
            Route.get("/admin/{org}/credits-usage/users", USAGE),
            Route.get("/admin/{org}/credits-usage/features/{id}", USAGE)
                    .asking("/admin/{org}/credits-usage/features/f1"),
            Route.get("/admin/{org}/credits-usage/teams/{id}", USAGE),
            Route.get("/admin/{org}/credits-usage/users/{id}", USAGE).asking("/admin/{org}/credits-usage/users/u1"));

    private static final List<Route> OF_AN_ORGANIZATION = List.of(
            Route.get("/v1/orgs/{org}/credits-usage", USAGE),
            Route.get("/v1/orgs/{org}/credits-usage/features", USAGE),
            Route.get("/v1/orgs/{org}/credits-usage/teams", USAGE),
            Route.get("/v1/orgs/{org}/credits-usage/users", USAGE),
            Route.get("/v1/orgs/{org}/credits-usage/history", USAGE),
            Route.get("/v1/orgs/{org}/credits-usage/query", USAGE).with("from=2026-10-01&to=2027-01-01"),
            Route.get("/api/v1/meters/{meter}/query", USAGE).with("subject={org}&from=2026-10-01&to=2027-01-01"),
            Route.of("POST", "/api/v1/meters/{meter}/query", USAGE)
                    .sending("{\"subject\":[\"{org}\"],\"from\":\"2026-10-01\",\"to\":\"2027-01-01\"}"),
            Route.get("/v1/orgs/{org}/reconciliation", USAGE),
            Route.get("/v1/orgs/{org}/events", USAGE).with("source=s&id=e1"),
            Route.get("/v1/orgs/{org}/rejected-events", USAGE),
            // It is taken back already, so nothing changes.
            Route.of("POST", "/v1/orgs/{org}/events/reverse", Caller.EVENTS_KEY)
                    .sending("{\"source\":\"s\",\"id\":\"e1\"}"),
            Route.of("POST", "/v1/orgs/{org}/embed-links", USAGE).answers(201),
            Route.get("/v1/orgs/{org}/backfills/{backfillid}", Caller.ORG_ADMIN, Caller.BACKFILL_KEY),
            Route.get("/v1/orgs/{org}/credits-balance", BALANCE),
            // What is sent lacks the list, so nothing changes; who is told so was let in.
            Route.get("/v1/orgs/{org}/allocations", SOLD),
            Route.of("PUT", "/v1/orgs/{org}/allocations", Caller.ALLOCATIONS_KEY)
                    .sending("{}")
                    .answers(422),
            Route.get("/v1/orgs/{org}/billing-calendar", SOLD),
            Route.of("PUT", "/v1/orgs/{org}/billing-calendar", Caller.ALLOCATIONS_KEY)
                    .sending("{}")
                    .answers(422),
            Route.get("/v1/orgs/{org}/analytics-settings", Caller.ORG_ADMIN),
            Route.of("PUT", "/v1/orgs/{org}/analytics-settings", Caller.ORG_ADMIN)
                    .sending(SETTINGS),
            // Names are what the organization calls its people, not what they used.
            Route.get("/v1/orgs/{org}/directory/{kind}/{id}", NAMES).namingUsers(),
            Route.of("PUT", "/v1/orgs/{org}/directory/{kind}/{id}", NAMES)
                    .asking("/v1/orgs/{org}/directory/teams/t9")
                    .sending("{\"name\":\"Design\"}")
                    .namingUsers(),
            Route.of("POST", "/v1/orgs/{org}/directory", NAMES)
                    .sending("[{\"kind\":\"teams\",\"id\":\"t9\",\"name\":\"Design\"}]")
                    .namingUsers(),
            // This node has no erasure key; who is told so was let in.
            Route.of("POST", "/v1/orgs/{org}/erasures", Caller.ORG_ADMIN)
                    .sending("{\"user_id\":\"u1\"}")
                    .answers(501));

    /** Every row but the stream's. */
    static List<Route> all() {
        return Stream.of(OPEN, OF_NO_ORGANIZATION, PAGES, OF_AN_ORGANIZATION)
                .flatMap(List::stream)
                .toList();
    }
}
