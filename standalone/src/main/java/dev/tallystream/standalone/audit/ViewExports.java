package dev.tallystream.standalone.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.aggregator.view.PartitionCut;
import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.query.partition.CutLines;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Exports of the counting in this process, in the lines that a node would send. */
final class ViewExports implements Exports {
    private static final JsonMapper JSON = new JsonMapper();

    private final PartitionView view;
    private final Patience patience;

    ViewExports(PartitionView view, Patience patience) {
        this.view = view;
        this.patience = patience;
    }

    @Override
    public Export take(int partition) {
        AtomicReference<Optional<PartitionCut>> cut = new AtomicReference<>(Optional.empty());
        patience.until(() -> {
            cut.set(view.cut(partition));
            return cut.get().isPresent();
        });
        PartitionCut taken = cut.get()
                .orElseThrow(() ->
                        new CommandFailure("Partition %d is not counted here; see the log.".formatted(partition)));
        try (CutLines lines = new CutLines(taken)) {
            return ExportReader.read(partition, parsed(lines));
        }
    }

    private static Iterator<JsonNode> parsed(CutLines lines) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public JsonNode next() {
                try {
                    return JSON.readTree(lines.next());
                } catch (IOException e) {
                    throw new IllegalStateException("a line of our own is JSON", e);
                }
            }
        };
    }
}
