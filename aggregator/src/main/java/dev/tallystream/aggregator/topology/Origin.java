package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Arrival;
import dev.tallystream.contract.topic.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Where a record was first appended, as a header: {@code partition:offset}; its timestamp stays the append time. */
final class Origin {
    private Origin() {}

    static byte[] encode(Arrival arrival) {
        return (arrival.partition() + ":" + arrival.offset()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Only this topology writes the header, on its own internal topic. */
    static Arrival decode(Headers headers, Instant appended) {
        Header header = headers.lastHeader(EventHeaders.ORIGIN);
        String text = new String(header.value(), StandardCharsets.US_ASCII);
        int colon = text.indexOf(':');
        return new Arrival(
                Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)), appended);
    }
}
