package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.usage.Asked.ParameterFault;
import dev.tallystream.query.usage.HistoryAnswer.PeriodTotal;
import dev.tallystream.query.usage.PanelAnswer.Unattributed;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Lists and histories as CSV: every row, the same exact numbers as in JSON, and the freshness in the headers. */
@Singleton
public final class CsvAnswers {
    static final String CSV = "text/csv";

    /** Each holds its whole list, at most some hundred bytes a row, for as long as its reader takes. */
    static final int MAX_EXPORTS = 8;

    /** Rows that are named at once; as many as the largest page. */
    private static final int PIECE = ListRequest.MAX_LIMIT;

    private static final MediaType CSV_UTF_8 = MediaType.of("text/csv; charset=utf-8; header=present");
    private static final String FORMAT = "format";

    private final AtomicInteger underWay = new AtomicInteger();

    /** Whether CSV is wanted: by {@code format}, otherwise by what is accepted first. */
    public static boolean isWanted(HttpRequest<?> request) {
        List<String> formats = request.getParameters().getAll(FORMAT);
        if (!formats.isEmpty()) {
            boolean known = formats.size() == 1 && List.of("csv", "json").contains(formats.getFirst());
            if (!known) {
                refuse(FORMAT, "must be csv or json, once");
            }
            return formats.getFirst().equals("csv");
        }
        for (MediaType accepted : request.accept()) {
            if (accepted.matches(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (accepted.matches(CSV_UTF_8)) {
                return true;
            }
        }
        return false;
    }

    /** The parameters without the one that was for {@link #isWanted}. */
    public static Map<String, List<String>> parameters(HttpRequest<?> request) {
        Map<String, List<String>> parameters = EmbedLinks.ownParameters(request);
        parameters.remove(FORMAT);
        return parameters;
    }

    /** A CSV has every row and one kind of them: there is nothing to page through and nothing to add. */
    private static Map<String, List<String>> unpaged(Map<String, List<String>> parameters) {
        for (String ofPages : List.of("limit", "cursor", "include")) {
            if (parameters.containsKey(ofPages)) {
                refuse(ofPages, "has no meaning for CSV, which has every row");
            }
        }
        Map<String, List<String>> all = new LinkedHashMap<>(parameters);
        all.put("limit", List.of(Integer.toString(PIECE)));
        return all;
    }

    private static void refuse(String parameter, String rule) {
        UsageProblems.understood(
                new Asked.NotUnderstood<>(List.of(new ParameterFault(parameter, ParameterFault.Kind.INVALID, rule))));
    }

    /** The list that the request asks for, as a file. */
    public HttpResponse<?> list(
            UsageQueries queries,
            Principal caller,
            OrganizationId organization,
            Dimension dimension,
            HttpRequest<?> request) {
        ListRequest asked = UsageProblems.understood(
                ListRequest.parseNarrowed(organization, dimension, unpaged(parameters(request))));
        return list(request, organization, queries.export(caller, asked));
    }

    /** The list, read piece by piece as its reader takes it. */
    private HttpResponse<?> list(
            HttpRequest<?> request, OrganizationId organization, UsageOutcome<ListExport> outcome) {
        // Soft: what is never read is never counted, so nothing can leak.
        UsageOutcome<ListExport> room = underWay.get() < MAX_EXPORTS ? outcome : new UsageOutcome.Busy<>();
        ListExport export = UsageProblems.answered(room);
        ListAnswer head = export.head();
        String name = fileName(organization, head.kind(), head.period().id());
        MutableHttpResponse<?> response = respond(head.freshness(), name);
        return request.getMethod() == HttpMethod.HEAD ? response : response.body(pieces(export));
    }

    /** The history as one piece. */
    HttpResponse<?> history(OrganizationId organization, UsageOutcome<HistoryAnswer> outcome) {
        HistoryAnswer history = UsageProblems.answered(outcome);
        StringBuilder csv = new StringBuilder("period,start,end,credits,event_count,complete\r\n");
        for (PeriodTotal period : history.items()) {
            csv.append(new CsvLine()
                    .raw(period.id())
                    .raw(period.start())
                    .raw(period.end())
                    .raw(period.credits())
                    .raw(period.eventCount())
                    .raw(period.complete()));
        }
        String range = history.items().isEmpty()
                ? history.granularity()
                : history.items().getFirst().id() + "-"
                        + history.items().getLast().id();
        return respond(history.freshness(), fileName(organization, "history", range))
                .body(csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Flux<byte[]> pieces(ListExport export) {
        Flux<byte[]> pieces = Flux.generate(
                () -> {
                    underWay.incrementAndGet();
                    return Boolean.TRUE;
                },
                (first, sink) -> {
                    String piece = piece(export, first);
                    if (piece.isEmpty()) {
                        sink.complete();
                    } else {
                        sink.next(piece.getBytes(StandardCharsets.UTF_8));
                    }
                    return Boolean.FALSE;
                },
                last -> underWay.decrementAndGet());
        return pieces.subscribeOn(Schedulers.boundedElastic(), true);
    }

    /** Some rows; behind the last ones what belongs to none, and nothing at the end. */
    private static String piece(ListExport export, boolean first) {
        List<RankedRow> rows = export.rows();
        List<CsvLine> lines = new ArrayList<>(rows.size());
        rows.forEach(row -> lines.add(line(row)));
        if (export.takeUnattributed()) {
            Unattributed unattributed = export.head().unattributed();
            if (unattributed != null) {
                lines.add(line(unattributed));
            }
        }
        StringBuilder piece = new StringBuilder(first ? "rank,id,name,deleted,credits,share,event_count\r\n" : "");
        lines.forEach(piece::append);
        return piece.toString();
    }

    private static CsvLine line(RankedRow row) {
        CsvLine line = new CsvLine().raw(row.rank()).text(row.id()).text(row.name());
        line = row.deleted() == null ? line.none() : line.raw(row.deleted());
        line = line.raw(row.credits());
        line = row.share() == null ? line.none() : line.raw(row.share().toPlainString());
        return line.raw(row.eventCount());
    }

    /** Without rank and id, so that it is taken for no member. */
    private static CsvLine line(Unattributed rest) {
        CsvLine line = new CsvLine().none().none().raw("(unattributed)").none().raw(rest.credits());
        line = rest.share() == null ? line.none() : line.raw(rest.share().toPlainString());
        return line.none();
    }

    private static MutableHttpResponse<Object> respond(FreshnessAnswer freshness, String fileName) {
        return HttpResponse.ok()
                .contentType(CSV_UTF_8)
                .headers(freshness::addTo)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"");
    }

    /** {@code acme-credits-teams-2026-Q4.csv}; what no file should be called is an underscore. */
    private static String fileName(OrganizationId organization, String what, String period) {
        return (organization.value() + "-credits-" + what + "-" + period).replaceAll("[^A-Za-z0-9._-]", "_") + ".csv";
    }
}
