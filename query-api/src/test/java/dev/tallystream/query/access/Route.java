package dev.tallystream.query.access;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One row of the table that says who may call what: the one in {@link Routes}, which has a row for every route there is.
 *
 * @param method as the router knows it; a GET is asked with HEAD as well
 * @param template as the router knows it
 * @param path what is asked, with {@code {org}} where the organization's id comes, as in the body
 * @param good the status for whoever may
 * @param goodForOperator the status for an admin of all organizations, where that may be another
 * @param may who may, of the organization that is asked for; empty for a route that is open to anybody
 * @param head whether it can be asked with HEAD, too
 * @param namesUsers whether the answer is about the person that the caller named, whatever the privacy switch says
 */
record Route(
        String method,
        String template,
        String path,
        String body,
        int good,
        int goodForOperator,
        Set<Caller> may,
        boolean head,
        boolean namesUsers) {
    /** Who calls, each of one organization but the last two. */
    enum Caller {
        ORG_ADMIN,
        BILLING_ADMIN,
        MEMBER,
        USAGE_KEY,
        BACKFILL_KEY,
        DIRECTORY_KEY,
        ALLOCATIONS_KEY,
        EVENTS_KEY,
        METRICS_KEY,
        /** An admin of all organizations, as the one-machine start's link makes one. */
        OPERATOR,
        NOBODY;

        boolean isOfAnOrganization() {
            return this != OPERATOR && this != NOBODY;
        }
    }

    /** What stands for a variable of a path. */
    private static final Map<String, String> EXAMPLES = Map.of(
            "{kind}", "teams",
            "{meter}", "ai_credits_total",
            "{id}", "t1",
            "{backfillid}", "b1",
            "{partition}", "1",
            "{slug}", "not-found",
            "{version}", "none",
            "{name}", "none.js");

    static Route of(String method, String template, Caller... may) {
        String path = template;
        for (Map.Entry<String, String> example : EXAMPLES.entrySet()) {
            path = path.replace(example.getKey(), example.getValue());
        }
        return new Route(
                method, template, path, "", 200, 200, Set.copyOf(Arrays.asList(may)), method.equals("GET"), false);
    }

    static Route get(String template, Caller... may) {
        return of("GET", template, may);
    }

    /** Asked with these parameters. */
    Route with(String parameters) {
        return new Route(method, template, path + "?" + parameters, body, good, goodForOperator, may, head, namesUsers);
    }

    /** Asked at another path than the usual example. */
    Route asking(String other) {
        return new Route(method, template, other, body, good, goodForOperator, may, head, namesUsers);
    }

    /** Asked with that JSON body. */
    Route sending(String json) {
        return new Route(method, template, path, json, good, goodForOperator, may, head, namesUsers);
    }

    /** Answered otherwise than with 200. */
    Route answers(int status) {
        return answers(status, status);
    }

    /** Answered otherwise than with 200, and otherwise for an admin of all organizations. */
    Route answers(int status, int operator) {
        return new Route(method, template, path, body, status, operator, may, head, namesUsers);
    }

    /** Not asked with HEAD: its answer may be long or endless. */
    Route withoutHead() {
        return new Route(method, template, path, body, good, goodForOperator, may, false, namesUsers);
    }

    /** About a person that the caller knows already. */
    Route namingUsers() {
        return new Route(method, template, path, body, good, goodForOperator, may, head, true);
    }

    /** Of which one stands in the path, the parameters or the body. */
    boolean isOfAnOrganization() {
        return path.contains("{org}") || body.contains("{org}");
    }

    boolean isOpen() {
        return may.isEmpty();
    }

    boolean isPage() {
        return template.startsWith("/admin") || template.startsWith("/sign-in");
    }

    /** The path for that organization. */
    String at(String organization) {
        return path.replace("{org}", organization);
    }

    /** The body for that organization. */
    String bodyFor(String organization) {
        return body.replace("{org}", organization);
    }

    /** The whole rule: 401 for nobody, 404 for anybody of another organization, 403 for whoever may not. */
    int expected(Caller caller, boolean ofTheOrganization) {
        if (isOpen()) {
            return good;
        }
        return switch (caller) {
            case NOBODY -> 401;
            case OPERATOR -> {
                boolean allowed =
                        may.contains(Caller.OPERATOR) || (isOfAnOrganization() && may.contains(Caller.ORG_ADMIN));
                yield allowed ? goodForOperator : 403;
            }
            case ORG_ADMIN,
                    BILLING_ADMIN,
                    MEMBER,
                    USAGE_KEY,
                    BACKFILL_KEY,
                    DIRECTORY_KEY,
                    ALLOCATIONS_KEY,
                    EVENTS_KEY,
                    METRICS_KEY -> {
                if (isOfAnOrganization() && !ofTheOrganization) {
                    yield 404;
                }
                yield may.contains(caller) ? good : 403;
            }
        };
    }

    /** The methods that the router must have for this row. */
    List<String> methods() {
        return head ? List.of(method, "HEAD") : List.of(method);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
