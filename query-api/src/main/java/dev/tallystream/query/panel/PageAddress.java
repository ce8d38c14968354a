package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.query.usage.Sort;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The address of a page about usage. What is at its default is not written, so that one page has one address.
 *
 * @param period the period's id, or null for the running one
 * @param search empty for every name
 * @param cursor where the page before ended, or null for the first one
 */
record PageAddress(
        String organization,
        UsagePage page,
        Granularity granularity,
        @Nullable String period,
        String search,
        Sort sort,
        @Nullable String cursor) {
    /** A page as it opens when nothing was chosen. */
    static PageAddress of(String organization, UsagePage page) {
        return new PageAddress(organization, page, Granularity.QUARTER, null, "", Sort.MOST_CREDITS, null);
    }

    /** Another page for the same period. */
    PageAddress to(UsagePage other) {
        return new PageAddress(organization, other, granularity, period, "", Sort.MOST_CREDITS, null);
    }

    /** The running period of that length. */
    PageAddress running(Granularity length) {
        return new PageAddress(organization, page, length, null, search, sort, null);
    }

    /** Another period of the same length. */
    PageAddress during(Period other, LocalDate today) {
        return inPeriod(other.contains(today) ? null : other.id());
    }

    /** A period of the same length that is over. */
    PageAddress duringPast(String id) {
        return inPeriod(id);
    }

    private PageAddress inPeriod(@Nullable String id) {
        return new PageAddress(organization, page, granularity, id, search, sort, null);
    }

    /** The same list in another order. */
    PageAddress sortedBy(Sort order) {
        return new PageAddress(organization, page, granularity, period, search, order, null);
    }

    /** The same list with every name in it. */
    PageAddress withoutSearch() {
        return new PageAddress(organization, page, granularity, period, "", sort, null);
    }

    /** The next page of the same list, or with null its first. */
    PageAddress from(@Nullable String nextCursor) {
        return new PageAddress(organization, page, granularity, period, search, sort, nextCursor);
    }

    /** The path without the parameters. */
    String path() {
        return organizationPath() + "/credits-usage" + page.path();
    }

    /** The path below which everything of the organization is. */
    String organizationPath() {
        return "/admin/" + encoded(organization);
    }

    /** The path with the parameters that are not at their default. */
    String href() {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters().forEach((name, value) -> query.add(name + "=" + encoded(value)));
        return path() + query;
    }

    /** What a search for another name keeps. */
    Map<String, String> parametersWithoutSearch() {
        return withoutSearch().parameters();
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (granularity != Granularity.QUARTER) {
            parameters.put("granularity", granularity.wireName());
        }
        if (period != null) {
            parameters.put("period", period);
        }
        if (!search.isEmpty()) {
            parameters.put("q", search);
        }
        if (sort != Sort.MOST_CREDITS) {
            parameters.put("sort", sort.wireName());
        }
        if (cursor != null) {
            parameters.put("cursor", cursor);
        }
        return parameters;
    }

    /** For a path or a parameter alike: a blank is {@code %20}, which both understand. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
