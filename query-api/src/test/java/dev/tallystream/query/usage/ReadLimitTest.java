package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadLimitTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final OrganizationId OTHER = new OrganizationId("other");
    private static final UsageOutcome<String> ANSWER = new UsageOutcome.Answer<>("x", OrganizationSettings.DEFAULT);

    private final ReadLimit limit = new ReadLimit();

    @Test
    void whoeverAsksTooMuchAtOnceIsRefusedAndTheOthersAreAnswered() throws Exception {
        CountDownLatch begun = new CountDownLatch(ReadLimit.MAX_AT_ONCE);
        CountDownLatch end = new CountDownLatch(1);
        List<Future<UsageOutcome<String>>> slow = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ReadLimit.MAX_AT_ONCE; i++) {
                slow.add(threads.submit(() -> limit.within(ACME, () -> {
                    begun.countDown();
                    await(end);
                    return ANSWER;
                })));
            }
            await(begun);

            assertEquals(new UsageOutcome.Busy<>(), limit.within(ACME, () -> ANSWER));
            assertEquals(ANSWER, limit.within(OTHER, () -> ANSWER));

            end.countDown();
            for (Future<UsageOutcome<String>> one : slow) {
                assertEquals(ANSWER, one.get(10, TimeUnit.SECONDS));
            }
            assertEquals(ANSWER, limit.within(ACME, () -> ANSWER));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertEquals(true, latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
