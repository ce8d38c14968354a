package dev.tallystream.contract.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tallystream.contract.id.OrganizationId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final int PARTITIONS = 12;

    @Test
    void anOrganizationIsWhereTheJavaProducerPutsItsKey() {
        for (int i = 0; i < 10_000; i++) {
            OrganizationId organization = new OrganizationId("org_é_" + i);

            assertEquals(
                    BuiltInPartitioner.partitionForKey(Placement.eventKey(organization), PARTITIONS),
                    Placement.partitionOf(organization, PARTITIONS));
        }
    }

    @Test
    void organizationsAreSpreadOverAllPartitions() {
        Set<Integer> used = IntStream.range(0, 200)
                .mapToObj(i -> Placement.partitionOf(new OrganizationId("org_" + i), PARTITIONS))
                .collect(Collectors.toSet());

        assertEquals(PARTITIONS, used.size());
    }

    @Test
    void recordKeysOfOneOrganizationAreNoPrefixOfAnothers() {
        byte[] shorter = Placement.recordKey(new OrganizationId("a"));
        byte[] longer = Placement.recordKey(new OrganizationId("ab"));

        assertNotEquals(shorter[1], longer[1]);
    }
}
