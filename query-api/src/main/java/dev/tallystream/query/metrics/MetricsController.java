package dev.tallystream.query.metrics;

import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.aggregator.view.ProcessFigures;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /metrics}, in the Prometheus text format. For keys with the scope {@code metrics:read}; where the process
 * listens on loopback alone the path is open, and then there is no caller.
 */
@Controller("/metrics")
@Requires(beans = {UsageView.class, PartitionView.class, ProcessFigures.class})
final class MetricsController {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    MetricsController(PartitionView partitions, UsageView view, ProcessFigures figures, HttpMetrics requests) {
        registry.register(new LedgerMetrics(partitions, view, figures));
        requests.register(registry);
        JvmMetrics.builder().register(registry);
    }

    @Get
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<byte[]> scrape(@Nullable Principal caller) {
        if (caller != null && !caller.may(Right.READ_METRICS)) {
            throw new ProblemException(ProblemType.ROLE_REQUIRED);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HttpResponse.ok(text.toByteArray());
    }
}
