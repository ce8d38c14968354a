package dev.tallystream.query.panel;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.usage.MemberAnswer;
import dev.tallystream.query.usage.MemberRequest;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageProblems;
import dev.tallystream.query.usage.UsageQueries;
import dev.tallystream.query.usage.Within;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The pages of one feature, one team and one user: what it used, and of what. */
@Controller("/admin/{org}/credits-usage")
@Requires(beans = UsageQueries.class)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class MemberController {
    private final UsageQueries queries;
    private final Pages pages;

    MemberController(UsageQueries queries, Pages pages) {
        this.queries = queries;
        this.pages = pages;
    }

    @Get("/features/{id}")
    HttpResponse<String> feature(
            @PathVariable OrganizationId org, @PathVariable String id, Principal caller, HttpRequest<?> request) {
        return member(org, Dimension.FEATURE, id, caller, request);
    }

    @Get("/teams/{id}")
    HttpResponse<String> team(
            @PathVariable OrganizationId org, @PathVariable String id, Principal caller, HttpRequest<?> request) {
        return member(org, Dimension.TEAM, id, caller, request);
    }

    @Get("/users/{id}")
    HttpResponse<String> user(
            @PathVariable OrganizationId org, @PathVariable String id, Principal caller, HttpRequest<?> request) {
        return member(org, Dimension.USER, id, caller, request);
    }

    private HttpResponse<String> member(
            OrganizationId org, Dimension dimension, String segment, Principal caller, HttpRequest<?> request) {
        Within member = IdInPath.decode(segment)
                .flatMap(id -> Within.read(dimension, id))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        MemberRequest asked = UsageProblems.understood(
                MemberRequest.parse(org, dimension, member.id(), EmbedLinks.ownParameters(request)));
        UsageOutcome<MemberAnswer> outcome = queries.member(caller, asked);
        MemberAnswer answer = UsageProblems.answered(outcome);
        PageAddress address = new PageAddress(
                        org.value(),
                        UsagePage.listOf(dimension),
                        asked.granularity(),
                        AnsweredPeriods.chosen(asked.granularity(), answer.period(), answer.freshness()))
                .toMember(dimension, member.id());
        Texts texts = pages.texts(request);
        Label label = Label.of(answer.member(), texts);
        Shell shell = pages.shell(texts, Label.plain(label.text()), PanelController.frame(org, caller, texts));
        return pages.member(
                MemberPage.of(answer, PanelController.settingsVersion(outcome), member, label, address, shell));
    }
}
