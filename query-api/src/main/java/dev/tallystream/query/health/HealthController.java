package dev.tallystream.query.health;

import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.aggregator.view.ViewState;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/**
 * {@code /health/live}: 503 when only a restart helps. {@code /health/ready}: 503 whenever answers cannot be had or
 * are not live. Open to anyone, and so without anything about organizations.
 */
@Controller("/health")
@Requires(beans = UsageView.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class HealthController {
    private final UsageView view;

    HealthController(UsageView view) {
        this.view = view;
    }

    @Get("/live")
    HttpResponse<HealthAnswer> live() {
        ViewState state = view.state();
        return answer(!(state instanceof ViewState.Failed), state);
    }

    @Get("/ready")
    HttpResponse<HealthAnswer> ready() {
        ViewState state = view.state();
        return answer(state instanceof ViewState.Live, state);
    }

    private static HttpResponse<HealthAnswer> answer(boolean healthy, ViewState state) {
        return HttpResponse.<HealthAnswer>status(healthy ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(HealthAnswer.from(state));
    }
}
