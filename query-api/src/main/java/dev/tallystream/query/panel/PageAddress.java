package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.query.usage.Sort;
import dev.tallystream.query.usage.Within;
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
 * @param member whose own page it is, within the list that {@code page} is; null for any other page
 * @param period the period's id, or null for the running one
 * @param within to whom the list is narrowed; null where it is not
 * @param search empty for every name
 * @param after where the page before ended, or null for the first one
 */
record PageAddress(
        String organization,
        UsagePage page,
        @Nullable String member,
        Granularity granularity,
        @Nullable String period,
        @Nullable Within within,
        String search,
        Sort sort,
        PageAddress.@Nullable After after) {
    /**
     * Where a page ended, and the id of its period, which is written beside it also while that is the running one: the
     * pages of one list stay in one period whatever the day.
     */
    record After(String cursor, String period) {}

    /** A page of one period. */
    PageAddress(String organization, UsagePage page, Granularity granularity, @Nullable String period) {
        this(organization, page, null, granularity, period, null, "", Sort.MOST_CREDITS, null);
    }

    /** A page as it opens when nothing was chosen. */
    static PageAddress of(String organization, UsagePage page) {
        return new PageAddress(organization, page, Granularity.QUARTER, null);
    }

    /** Another page for the same period. */
    PageAddress to(UsagePage other) {
        return new PageAddress(organization, other, granularity, period);
    }

    /** The page of a feature, team or user for the same period. */
    PageAddress toMember(Dimension dimension, String id) {
        return new PageAddress(
                organization, UsagePage.listOf(dimension), id, granularity, period, null, "", Sort.MOST_CREDITS, null);
    }

    /** A list for the same period, narrowed to a member of another dimension. */
    PageAddress toList(Dimension listed, Within narrowed) {
        return new PageAddress(
                organization,
                UsagePage.listOf(listed),
                null,
                granularity,
                period,
                narrowed,
                "",
                Sort.MOST_CREDITS,
                null);
    }

    /** The running period of that length. */
    PageAddress running(Granularity length) {
        return with(length, null, search, sort, null);
    }

    /** Another period of the same length. */
    PageAddress during(Period other, LocalDate today) {
        return with(granularity, other.contains(today) ? null : other.id(), search, sort, null);
    }

    /** A period of the same length that is over. */
    PageAddress duringPast(String id) {
        return with(granularity, id, search, sort, null);
    }

    /** The same list in another order. */
    PageAddress sortedBy(Sort order) {
        return with(granularity, period, search, order, null);
    }

    /** The same list with every name in it. */
    PageAddress withoutSearch() {
        return with(granularity, period, "", sort, null);
    }

    /** The next page of the same list, or with null its first. */
    PageAddress from(@Nullable After end) {
        return with(granularity, period, search, sort, end);
    }

    private PageAddress with(Granularity length, @Nullable String id, String text, Sort order, @Nullable After end) {
        return new PageAddress(organization, page, member, length, id, within, text, order, end);
    }

    /** The path without the parameters. */
    String path() {
        String list = organizationPath() + "/credits-usage" + page.path();
        return member == null ? list : list + "/" + IdInPath.encode(member);
    }

    /** The path below which everything of the organization is. */
    String organizationPath() {
        return "/admin/" + encoded(organization);
    }

    /** The path with the parameters that are not at their default. */
    String href() {
        return href(parameters());
    }

    /** Every row of the list as a file. */
    String csvHref() {
        Map<String, String> parameters = from(null).parameters();
        parameters.put("format", "csv");
        return href(parameters);
    }

    private String href(Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> query.add(name + "=" + encoded(value)));
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
        String shown = after == null ? period : after.period();
        if (shown != null) {
            parameters.put("period", shown);
        }
        if (within != null) {
            parameters.put(Within.parameter(within.dimension()), within.id());
        }
        if (!search.isEmpty()) {
            parameters.put("q", search);
        }
        if (sort != Sort.MOST_CREDITS) {
            parameters.put("sort", sort.wireName());
        }
        if (after != null) {
            parameters.put("cursor", after.cursor());
        }
        return parameters;
    }

    /** For a path or a parameter alike: a blank is {@code %20}, which both understand. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
