package dev.tallystream.query.openmeter;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.usage.Asked;
import dev.tallystream.query.usage.Asked.ParameterFault;
import dev.tallystream.query.usage.ConditionalAnswers;
import dev.tallystream.query.usage.QueryAnswer;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageProblems;
import dev.tallystream.query.usage.UsageQueries;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/meters} as OpenMeter's published clients call it. Which organization is asked about is the one subject
 * of the question, so access is decided where the question is answered, in {@link UsageQueries}.
 */
@Controller("/api/v1/meters")
@Requires(beans = UsageQueries.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class MeterController {
    private final UsageQueries queries;
    private final ConditionalAnswers answers;

    MeterController(UsageQueries queries, ConditionalAnswers answers) {
        this.queries = queries;
        this.answers = answers;
    }

    @Get
    List<Meter> list(Principal caller, HttpRequest<?> request) {
        mayReadUsage(caller);
        int page = UsageProblems.understood(
                MeterListing.parse(request.getParameters().asMap()));
        return page == MeterListing.FIRST ? List.of(Meter.CREDITS) : List.of();
    }

    @Get("/{meter}")
    Meter get(@PathVariable String meter, Principal caller) {
        mayReadUsage(caller);
        return known(meter);
    }

    @Get("/{meter}/query")
    HttpResponse<?> query(@PathVariable String meter, Principal caller, HttpRequest<?> request) {
        known(meter);
        return answer(caller, request, request.getParameters().asMap());
    }

    @Post("/{meter}/query")
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<?> query(
            @PathVariable String meter,
            Principal caller,
            HttpRequest<?> request,
            @Body CompletableFuture<byte[]> body) {
        known(meter);
        return answer(caller, request, UsageProblems.understood(MeterQueryBody.parse(body.join())));
    }

    private HttpResponse<?> answer(Principal caller, HttpRequest<?> request, Map<String, List<String>> parameters) {
        MeterQuery query = UsageProblems.understood(MeterQuery.parse(parameters));
        Granularity windowSize = query.windowSize();
        UsageOutcome<QueryAnswer> outcome = windowSize == null
                ? whole(caller, query)
                : queries.query(caller, query.usage().by(windowSize));
        if (outcome instanceof UsageOutcome.Answer<QueryAnswer>(var answer, var settings)) {
            isInZone(query.zone(), settings);
        }
        return answers.respond(request, outcome.map(answer -> MeterAnswer.of(answer, windowSize)));
    }

    /** The range read by the longest periods of which it is made: the fewest rows, and kept for the longest time. */
    private UsageOutcome<QueryAnswer> whole(Principal caller, MeterQuery query) {
        for (Granularity longer : List.of(Granularity.QUARTER, Granularity.MONTH, Granularity.WEEK)) {
            UsageOutcome<QueryAnswer> outcome =
                    queries.query(caller, query.usage().by(longer));
            if (!(outcome instanceof UsageOutcome.NotAligned<QueryAnswer>)) {
                return outcome;
            }
        }
        return queries.query(caller, query.usage().by(Granularity.DAY));
    }

    /** Zones of one clock are one, such as UTC and Etc/UTC. */
    private static void isInZone(@Nullable ZoneId asked, OrganizationSettings settings) {
        ZoneId own = settings.calendars().last().zone();
        if (asked != null && !asked.getRules().equals(own.getRules())) {
            UsageProblems.understood(new Asked.NotUnderstood<>(List.of(new ParameterFault(
                    "windowTimeZone",
                    ParameterFault.Kind.INVALID,
                    "must be the time zone of the organization, or be left out"))));
        }
    }

    private static void mayReadUsage(Principal caller) {
        if (!caller.may(Right.READ_USAGE)) {
            throw new ProblemException(Denial.ROLE_REQUIRED.toProblem(Right.READ_USAGE));
        }
    }

    private static Meter known(String idOrSlug) {
        if (!Meter.CREDITS.isCalled(idOrSlug)) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
        return Meter.CREDITS;
    }
}
