package dev.tallystream.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tallystream.contract.bytes.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds where each event of a JSON array begins and ends, so that a bad one is refused alone. */
public sealed interface EventBatch {
    /** Most events of one request. */
    int MAX_EVENTS = 1_000;

    /** Where each element stands in the array's bytes, in its order. */
    record Elements(List<Element> elements) implements EventBatch {}

    /** Not an array whose elements' ends can be found. */
    record Malformed() implements EventBatch {}

    /** More elements than {@link #MAX_EVENTS}. */
    record TooLarge() implements EventBatch {}

    /** One element: its place among the bytes. */
    record Element(int offset, int length) {}

    /** Splits the bytes of a JSON array. */
    static EventBatch split(byte[] bytes) {
        if (!EventCodec.startsAsUtf8(bytes, 0, bytes.length) || !Utf8.isValid(bytes, 0, bytes.length)) {
            return new Malformed();
        }
        List<Element> elements = new ArrayList<>();
        try (JsonParser json = EventCodec.JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                return new Malformed();
            }
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (elements.size() == MAX_EVENTS) {
                    return new TooLarge();
                }
                int start = (int) json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                json.finishToken();
                int end = (int) json.currentLocation().getByteOffset();
                elements.add(new Element(start, end - start));
            }
            return json.nextToken() == null ? new Elements(elements) : new Malformed();
        } catch (IOException notAnArray) {
            return new Malformed();
        }
    }
}
