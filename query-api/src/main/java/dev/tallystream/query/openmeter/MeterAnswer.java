package dev.tallystream.query.openmeter;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.query.usage.Fresh;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.QueryAnswer;
import dev.tallystream.query.usage.QueryAnswer.QueryRow;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage as OpenMeter answers it: times in UTC, values as JSON numbers with every digit of the exact decimal, no row for
 * a window without usage.
 *
 * @param windowSize absent where one window is the whole range
 * @param freshness told in the headers only, since it has no place in OpenMeter's answer
 */
@JsonNaming(LowerCamelCaseStrategy.class)
record MeterAnswer(
        String from,
        String to,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String windowSize,
        List<Row> data,
        @JsonIgnore FreshnessAnswer freshness)
        implements Fresh {
    /**
     * One window's value.
     *
     * @param value written as the decimal is, never through a double
     * @param groupBy the property with the member's id, null for what belongs to none; empty without a grouping
     */
    @JsonNaming(LowerCamelCaseStrategy.class)
    record Row(
            BigDecimal value,
            String windowStart,
            String windowEnd,
            String subject,
            Map<String, @Nullable String> groupBy) {}

    /** The same answer in OpenMeter's shape; one window for the whole range where no size is given. */
    static MeterAnswer of(QueryAnswer answer, @Nullable Granularity windowSize) {
        String from = utc(answer.from());
        String to = utc(answer.to());
        List<Row> rows = windowSize == null ? whole(answer, from, to) : windows(answer);
        return new MeterAnswer(from, to, windowSize == null ? null : windowSize.name(), rows, answer.freshness());
    }

    private static List<Row> windows(QueryAnswer answer) {
        List<Row> rows = new ArrayList<>();
        for (QueryRow row : answer.data()) {
            if (isUsed(row)) {
                rows.add(new Row(
                        value(row),
                        utc(row.windowStart()),
                        utc(row.windowEnd()),
                        answer.organizationId(),
                        groupBy(row)));
            }
        }
        return rows;
    }

    private static List<Row> whole(QueryAnswer answer, String from, String to) {
        Map<Map<String, @Nullable String>, BigDecimal> sums = new LinkedHashMap<>();
        for (QueryRow row : answer.data()) {
            if (isUsed(row)) {
                sums.merge(groupBy(row), value(row), BigDecimal::add);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Map<String, @Nullable String>, BigDecimal> sum : sums.entrySet()) {
            rows.add(new Row(exact(sum.getValue()), from, to, answer.organizationId(), sum.getKey()));
        }
        return rows;
    }

    private static boolean isUsed(QueryRow row) {
        return row.eventCount() != 0 || value(row).signum() != 0;
    }

    private static BigDecimal value(QueryRow row) {
        return new BigDecimal(row.credits());
    }

    /** With the fewest digits that are exact, and never with an exponent, which a scale below zero would print. */
    private static BigDecimal exact(BigDecimal sum) {
        BigDecimal shortest = sum.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    private static Map<String, @Nullable String> groupBy(QueryRow row) {
        Map<String, @Nullable String> group = row.groupBy();
        return group == null ? Map.of() : group;
    }

    private static String utc(String time) {
        return OffsetDateTime.parse(time).toInstant().toString();
    }
}
