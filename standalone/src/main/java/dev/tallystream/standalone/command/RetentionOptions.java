package dev.tallystream.standalone.command;

import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.view.UsageTable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long tables keep their periods. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class RetentionOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--retain",
            paramLabel = "TABLE=DAYS",
            split = ",",
            description = "How many days a table keeps its periods: hourly, daily, weekly, monthly or quarterly; may be"
                    + " given again. Older periods are deleted and do not return. Default: everything is kept.")
    private Map<UsageTable, Integer> days = Map.of();

    Map<UsageTable, Duration> toRetention() {
        Map<UsageTable, Duration> retention = new EnumMap<>(UsageTable.class);
        days.forEach((table, kept) -> {
            Duration least = AggregatorConfig.shortestRetention(table);
            if (kept < least.toDays()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Wrong option: the %s table must keep at least %d days, or usage of the running period would be"
                                        .formatted(table.wireName(), least.toDays())
                                + " passed over");
            }
            retention.put(table, Duration.ofDays(kept));
        });
        return retention;
    }
}
