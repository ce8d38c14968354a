package dev.tallystream.contract.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBatchTest {
    private static final List<String> VALUES = List.of(
            "{}",
            "[]",
            "1",
            "-12.50",
            "1e5",
            "\"\"",
            "\"a\\\"]b\"",
            "\"é事😀\"",
            "true",
            "false",
            "null",
            "{\"a\":[1,{\"b\":\"]\"}],\"é\":\"}\"}",
            "[[[]],[1,2]]",
            EventJson.consumed().toString());
    private static final List<String> BLANKS = List.of("", " ", "\n", "\t \r\n");

    @Test
    void eachElementIsItsOwnBytes() {
        assertEquals(VALUES, elements("[" + String.join(",", VALUES) + "]"));
    }

    @Test
    void randomArraysAreSplitWhereTheyWereJoined() {
        Random random = new Random(42);
        for (int round = 0; round < 5_000; round++) {
            List<String> values = new ArrayList<>();
            StringBuilder array = new StringBuilder(blank(random)).append('[');
            for (int size = random.nextInt(20); size > 0; size--) {
                String value = VALUES.get(random.nextInt(VALUES.size()));
                values.add(value);
                array.append(blank(random)).append(value).append(blank(random)).append(size > 1 ? "," : "");
            }
            array.append(']').append(blank(random));

            assertEquals(values, elements(array.toString()), array::toString);
        }
    }

    @Test
    void anEmptyArrayHasNoElements() {
        assertEquals(List.of(), elements("[ ]"));
    }

    @Test
    void asManyElementsAsAllowedAreSplitAndOneMoreIsTooMany() {
        List<String> most = Collections.nCopies(EventBatch.MAX_EVENTS, "{}");

        assertEquals(most, elements("[" + String.join(",", most) + "]"));
        assertEquals(new EventBatch.TooLarge(), split("[" + String.join(",", most) + ",{}]"));
    }

    @Test
    void whatStandsBehindTooManyElementsDoesNotMatter() {
        assertEquals(new EventBatch.TooLarge(), split("[" + "{},".repeat(EventBatch.MAX_EVENTS) + "{},}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "]",
                "{}",
                "null",
                "7",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1]]",
                "[1],[2]",
                "[1]x",
                "[{]",
                "[{\"a\":}]",
                "[\"a]",
                "[tru]",
                "\uFEFF[]",
                "['a']",
                "[//\n1]",
            })
    void whatIsNoArrayWithCertainEndsIsMalformed(String text) {
        assertEquals(new EventBatch.Malformed(), split(text));
    }

    @Test
    void bytesThatAreNoUtf8AreMalformedWhereverTheyStand() {
        byte[] bytes = "[{},\"~\",{}]".getBytes(StandardCharsets.UTF_8);
        bytes[5] = (byte) 0xC0;

        assertEquals(new EventBatch.Malformed(), EventBatch.split(bytes));
    }

    @Test
    void bracketsWithoutEndAreMalformedAndCostNoStack() {
        assertEquals(new EventBatch.Malformed(), split("[".repeat(1024 * 1024)));
    }

    private static EventBatch split(String text) {
        return EventBatch.split(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> elements(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return assertInstanceOf(EventBatch.Elements.class, EventBatch.split(bytes)).elements().stream()
                .map(place -> new String(bytes, place.offset(), place.length(), StandardCharsets.UTF_8))
                .toList();
    }

    private static String blank(Random random) {
        return BLANKS.get(random.nextInt(BLANKS.size()));
    }
}
