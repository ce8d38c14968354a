package dev.tallystream.query.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.aggregator.view.ViewState;
import org.jspecify.annotations.Nullable;

/**
 * How this node is doing.
 *
 * @param status {@code live}, {@code not_ready}, {@code stalled} or {@code failed}
 * @param lagMs how far behind the numbers are, where that is known
 * @param why what is being waited for, or what broke
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HealthAnswer(
        String status, @Nullable Long lagMs, @Nullable String why) {
    static HealthAnswer from(ViewState state) {
        return switch (state) {
            case ViewState.Live(var lag) -> new HealthAnswer("live", lag.toMillis(), null);
            case ViewState.NotReady(var why) -> new HealthAnswer("not_ready", null, why);
            case ViewState.Stalled(var lag) ->
                new HealthAnswer("stalled", lag.toMillis(), "Events wait and none is being counted.");
            case ViewState.Failed(var why) -> new HealthAnswer("failed", null, why);
        };
    }
}
