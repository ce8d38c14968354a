package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdInPathTest {
    private static final List<String> IDS = List.of(
            "team_17", ".", "..", "...", "a/b", "/", "\\", "~", "~Lg", "~..", "a.b", "%2F", "%", "+", " ", "ü", "😀/",
            "~~");

    @Test
    void everyIdComesBackAndNoTwoAreAlike() {
        Set<String> segments = new HashSet<>();
        for (String id : IDS) {
            String segment = IdInPath.encode(id);

            String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            assertEquals(Optional.of(id), IdInPath.decode(decoded), segment);
            segments.add(segment);
        }
        assertEquals(IDS.size(), segments.size());
    }

    @Test
    void noSegmentIsAStepOrASlashForABrowserOrAProxyThatDecodes() {
        for (String id : IDS) {
            String segment = IdInPath.encode(id);

            assertFalse(segment.toUpperCase(Locale.ROOT).contains("%2F"), segment);
            assertFalse(segment.toUpperCase(Locale.ROOT).contains("%5C"), segment);
            assertEquals(
                    "/teams/" + segment,
                    URI.create("/teams/" + segment).normalize().toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"team_17, team_17", "a b, a%20b", "a/b, ~YS9i", "., ~Lg", "~x, ~fng", "100%, 100%25"})
    void itIsReadableWhereItCanBe(String id, String segment) {
        assertEquals(segment, IdInPath.encode(id));
    }
}
