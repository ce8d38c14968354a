package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.billing.BillingTermsCodec;
import dev.tallystream.contract.credits.Credits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which allocations are applied, and what becomes of those that are not. */
class AllocationsTopologyTest {
    private static final BillingTerms FIRST = BillingTerms.NONE.withAllocations(allocation("100"));

    @TempDir
    Path directory;

    private TopologyBench bench;

    @BeforeEach
    void start() {
        bench = new TopologyBench(directory, 1);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void theNextVersionIsAppliedAndNothingIsWrittenBack() {
        agree(FIRST);
        BillingTerms second = FIRST.withAllocations(allocation("200"));

        agree(second);

        assertAgreed(second);
        assertEquals(List.of(), bench.allocationsWrittenBack());
    }

    @Test
    void whatStandsChangesNothingWhenItIsReadAgain() {
        agree(FIRST);

        agree(FIRST);

        assertAgreed(FIRST);
        assertEquals(List.of(), bench.allocationsWrittenBack());
    }

    @Test
    void ofTwoChangesOverOneVersionTheFirstStandsAndIsTheNewestRecord() {
        agree(FIRST);
        BillingTerms winner = FIRST.withAllocations(allocation("200"));
        agree(winner);

        agree(FIRST.withAllocations(allocation("300")));

        assertAgreed(winner);
        assertWrittenBack(winner);
    }

    @Test
    void aVersionThatLeavesOneOutIsNotApplied() {
        agree(FIRST);

        agree(FIRST.withAllocations(allocation("200")).withAllocations(allocation("300")));

        assertAgreed(FIRST);
        assertWrittenBack(FIRST);
    }

    @Test
    void tablesThatAreBuiltAnewTakeTheVersionThatIsThere() {
        BillingTerms seventh = new BillingTerms(7, FIRST.allocations(), FIRST.calendar());

        agree(seventh);

        assertAgreed(seventh);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"version\":2}", "nonsense"})
    void whatCannotBeReadIsAnsweredWithWhatStands(String value) {
        bench.allocations("acme", value.getBytes(StandardCharsets.UTF_8));
        assertNull(bench.agreed("acme"));
        assertEquals(List.of(), bench.allocationsWrittenBack());
        agree(FIRST);

        bench.allocations("acme", value.getBytes(StandardCharsets.UTF_8));

        assertAgreed(FIRST);
        assertWrittenBack(FIRST);
    }

    @Test
    void aRemovalIsAnsweredWithWhatStands() {
        agree(FIRST);

        bench.allocations("acme", (byte[]) null);

        assertAgreed(FIRST);
        assertWrittenBack(FIRST);
    }

    @Test
    void nobodyElseIsTouched() {
        agree(FIRST);

        assertNull(bench.agreed("acm"));
        assertNull(bench.agreed("acme2"));
    }

    private void agree(BillingTerms terms) {
        bench.allocations("acme", BillingTermsCodec.encode(terms));
    }

    private void assertAgreed(BillingTerms terms) {
        assertArrayEquals(BillingTermsCodec.encode(terms), bench.agreed("acme"));
    }

    private void assertWrittenBack(BillingTerms terms) {
        List<byte[]> written = bench.allocationsWrittenBack();
        assertEquals(1, written.size());
        assertArrayEquals(BillingTermsCodec.encode(terms), written.getFirst());
    }

    private static List<Allocation> allocation(String credits) {
        return List.of(new Allocation(LocalDate.of(2026, 1, 1), Credits.parse(credits)));
    }
}
