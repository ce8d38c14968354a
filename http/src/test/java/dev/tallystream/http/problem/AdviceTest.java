package dev.tallystream.http.problem;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.http.HttpDefaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceTest {
    /** What a caller can mend, and the title does not say how. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "MALFORMED_JSON",
                "UNAUTHENTICATED",
                "ORG_NOT_ALLOWED",
                "METHOD_NOT_ALLOWED",
                "PRECONDITION_FAILED",
                "PRECONDITION_REQUIRED",
                "PAYLOAD_TOO_LARGE",
                "UNSUPPORTED_MEDIA_TYPE",
                "UNSUPPORTED_ENCODING",
                "UNSUPPORTED_CHARSET",
                "NO_EVENT_ACCEPTED"
            })
    void whatCanBeMendedSaysHow(ProblemType type) {
        assertAll(
                () -> assertNotEquals(type.title(), type.advice()),
                () -> assertEquals(type.advice(), Problem.of(type).detail()));
    }

    @Test
    void theLimitOfABodyIsTheServers() {
        String advice = ProblemType.PAYLOAD_TOO_LARGE.advice();

        assertTrue(advice.contains("(" + HttpDefaults.MAX_REQUEST_BYTES + " bytes)"), advice);
    }

    @Test
    void whoeverLacksTheVersionIsToldWhereItIs() {
        assertTrue(ProblemType.PRECONDITION_REQUIRED.advice().contains("ETag of a GET"));
    }
}
