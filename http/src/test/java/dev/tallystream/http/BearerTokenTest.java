package dev.tallystream.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer ck_1_a-b", "bearer ck_1_a-b", "BEARER   ck_1_a-b"})
    void theSchemeIsReadInAnyCase(String header) {
        assertEquals(Optional.of("ck_1_a-b"), BearerToken.of(request().header("Authorization", header)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearerck_1_a", "Bearer é", "ck_1_a"})
    void anythingElseIsNoToken(String header) {
        assertTrue(BearerToken.of(request().header("Authorization", header)).isEmpty());
    }

    @Test
    void twoTokensAreNone() {
        var request = request().header("Authorization", "Bearer a").header("Authorization", "Bearer b");

        assertTrue(BearerToken.of(request).isEmpty());
    }

    @Test
    void noHeaderIsNoToken() {
        assertTrue(BearerToken.of(request()).isEmpty());
    }

    private static MutableHttpRequest<?> request() {
        return HttpRequest.GET("/");
    }
}
