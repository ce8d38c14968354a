package dev.tallystream.query.event;

import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageQueries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists what of an organization was rejected. Thread-safe. */
public final class RejectedList {
    private final UsageView view;
    private final UsageQueries queries;
    private final RejectedEvents rejected;
    private final RejectedCursor cursors;
    private final @Nullable ErasureKey key;

    /** Lists those; the key tells erased users and is null where nobody can be erased. */
    public RejectedList(
            UsageView view, UsageQueries queries, RejectedEvents rejected, byte[] cursorKey, @Nullable ErasureKey key) {
        this.view = view;
        this.queries = queries;
        this.rejected = rejected;
        this.cursors = new RejectedCursor(cursorKey);
        this.key = key;
    }

    UsageOutcome<RejectedAnswer> page(Principal caller, RejectedRequest request) {
        return queries.allowed(
                caller, request.organization(), Right.READ_USAGE, request.awaited(), () -> read(request));
    }

    private UsageOutcome<RejectedAnswer> read(RejectedRequest request) {
        RejectedPlace before = null;
        if (request.cursor() != null) {
            before = cursors.open(request.cursor(), request.organization()).orElse(null);
            if (before == null) {
                return new UsageOutcome.InvalidCursor<>();
            }
        }
        try {
            return shown(
                    request.organization(),
                    rejected.page(request.organization(), event -> true, before, request.limit()));
        } catch (NotRead now) {
            throw now.toProblem();
        }
    }

    /** What may be shown is decided after the events are read: a switch that is flipped meanwhile holds. */
    private UsageOutcome<RejectedAnswer> shown(OrganizationId organization, RejectedEvents.Page page) {
        String next = page.next() == null ? null : cursors.seal(page.next(), organization);
        return switch (view.read(organization, cut -> {
            Sight sight = new Sight(organization, cut, key);
            List<RejectionAnswer> items = page.events().stream()
                    .map(event -> RejectionAnswer.of(event, sight.of(event)))
                    .toList();
            return new UsageOutcome.Answer<>(items, cut.settings());
        })) {
            case Reading.Unavailable<UsageOutcome.Answer<List<RejectionAnswer>>>(var reason) ->
                new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<UsageOutcome.Answer<List<RejectionAnswer>>>(var answer, var freshness) ->
                new UsageOutcome.Answer<>(
                        new RejectedAnswer(
                                organization.value(),
                                answer.value(),
                                next != null,
                                next,
                                FreshnessAnswer.from(freshness)),
                        answer.settings());
        };
    }
}
