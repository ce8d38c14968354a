package dev.tallystream.standalone.rejected;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.event.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunbookTest {
    private static final Path RUNBOOK =
            Path.of(System.getProperty("tallystream.root"), "docs", "runbooks", "rejected-events.md");

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void everyReasonIsInTheRunbookAndExplainedInOneSentence(Refusal refusal) throws Exception {
        assertTrue(Files.readString(RUNBOOK).contains("| `" + refusal.slug() + "` |"), refusal.slug());

        String explanation = Explanation.of(refusal.slug());
        assertTrue(explanation.endsWith("."), explanation);
        assertFalse(explanation.contains(". "), explanation);
    }
}
