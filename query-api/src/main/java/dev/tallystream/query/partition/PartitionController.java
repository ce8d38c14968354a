package dev.tallystream.query.partition;

import dev.tallystream.aggregator.view.PartitionCut;
import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * Whole partitions as they are counted, for the audit. Users appear by their ids, also those of organizations that hide
 * individuals: only whoever may see all organizations gets it, and no key.
 */
@Controller("/v1/operator/partitions")
@Requires(beans = PartitionView.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PartitionController {
    private static final String LINES_OF_JSON = "application/x-ndjson";
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,5}");

    /** Some hundred rows a piece: a slow reader holds up one piece, never a partition in memory. */
    private static final int PIECE_BYTES = 32 * 1024;

    private final PartitionView partitions;

    PartitionController(PartitionView partitions) {
        this.partitions = partitions;
    }

    @Get(value = "/{partition}/cut", produces = LINES_OF_JSON, headRoute = false)
    @Needs(Right.EXPORT_PARTITIONS)
    HttpResponse<Publisher<byte[]>> cut(@PathVariable String partition, Principal caller) {
        Denial.ofAll(caller, Right.EXPORT_PARTITIONS).ifPresent(denial -> {
            throw new ProblemException(denial.toProblemType());
        });
        int number = NUMBER.matcher(partition).matches() ? Integer.parseInt(partition) : Integer.MAX_VALUE;
        if (number >= partitions.partitions()) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
        if (!partitions.ledgers().containsKey(number)) {
            throw new ProblemException(ProblemType.REBALANCING);
        }
        return HttpResponse.ok(pieces(number));
    }

    /** Nothing is opened before somebody reads, and each piece is made when the reader has taken the one before. */
    private Publisher<byte[]> pieces(int partition) {
        Flux<byte[]> pieces = Flux.generate(() -> open(partition), PartitionController::next, CutLines::close);
        return pieces.subscribeOn(Schedulers.boundedElastic(), true);
    }

    private CutLines open(int partition) {
        PartitionCut cut = partitions
                .cut(partition)
                .orElseThrow(() -> new IllegalStateException("partition " + partition + " went to another node"));
        return new CutLines(cut);
    }

    private static CutLines next(CutLines lines, SynchronousSink<byte[]> sink) {
        ByteArrayOutputStream piece = new ByteArrayOutputStream(2 * PIECE_BYTES);
        while (piece.size() < PIECE_BYTES && lines.hasNext()) {
            piece.writeBytes(lines.next());
        }
        if (piece.size() > 0) {
            sink.next(piece.toByteArray());
        } else {
            sink.complete();
        }
        return lines;
    }
}
