package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.NamedMember;
import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.OrganizationId;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reads the directory's store. */
public final class Names {
    private Names() {}

    /** Opens everything that the directory says of the organization's teams, users or features. */
    public static RowRange<NamedMember> open(
            ReadOnlyKeyValueStore<Bytes, byte[]> directory, OrganizationId organization, DirectoryKind kind) {
        return RowRange.open(
                directory,
                DirectoryKey.firstOf(organization, kind),
                DirectoryKey.afterLastOf(organization, kind),
                Names::named);
    }

    private static @Nullable NamedMember named(KeyValue<Bytes, byte[]> row) {
        String id = DirectoryKey.fromBytes(row.key.get()).id();
        return DirectoryCodec.decode(row.value)
                .map(entry -> new NamedMember(id, entry))
                .orElse(null);
    }
}
